/** A kind of load: what is asked, of which zones, and over what. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly dataset: DatasetName;
  /** Which of the data set's files of questions. */
  readonly questions: string;
  /** Where the server is told to listen. */
  readonly address: "127.0.0.1" | "::1" | "0.0.0.0" | "::";
  readonly transport: "udp" | "tcp";
  /** Whether questions have EDNS, and with it DO. */
  readonly edns: "none" | "edns" | "do";
  /** What every server that is no echo has to say to all of them; of a mix, nothing is said. */
  readonly rcode: "NOERROR" | "NXDOMAIN" | undefined;
}

/** Zones that are asked in a row. */
export type DatasetName = "plain" | "nsec" | "nsec3" | "zones" | "names";

/** All rows. Those of one data set and one address stand together, for one start of the servers. */
export const ROWS: readonly Row[] = [
  plain("exact", "exact", "exact"),
  { ...plain("nxdomain", "NXDOMAIN", "nxdomain"), rcode: "NXDOMAIN" },
  plain("nodata", "NODATA", "nodata"),
  plain("wildcard", "wildcard", "wildcard"),
  plain("referral", "referral", "referral"),
  plain("cname", "CNAME", "cname"),
  plain("mx", "MX", "mx"),
  { ...plain("txt", "TXT of 1,000 octets", "txt"), edns: "edns" },
  { ...plain("mix", "mix", "mix"), edns: "edns", rcode: undefined },
  { ...plain("tcp", "exact, TCP", "exact"), transport: "tcp" },
  { ...plain("ipv6", "exact, IPv6", "exact"), address: "::1" },
  { ...plain("tcp-ipv6", "exact, TCP, IPv6", "exact"), address: "::1", transport: "tcp" },
  { ...plain("any", "exact, at 0.0.0.0", "exact"), address: "0.0.0.0" },
  { ...plain("any6", "exact, at ::", "exact"), address: "::" },
  { ...plain("signed", "signed", "exact"), dataset: "nsec", edns: "do" },
  {
    ...plain("signed-nxdomain", "signed NXDOMAIN, NSEC", "nxdomain"),
    ...{ dataset: "nsec", edns: "do", rcode: "NXDOMAIN" },
  },
  {
    ...plain("signed-nxdomain-nsec3", "signed NXDOMAIN, NSEC3", "nxdomain"),
    ...{ dataset: "nsec3", edns: "do", rcode: "NXDOMAIN" },
  },
  { ...plain("zones", "10,000 zones", "exact"), dataset: "zones" },
  { ...plain("names", "1,000,000 names", "exact"), dataset: "names" },
];

/** The rows of the short form. */
export const SHORT_ROWS: readonly string[] = ["exact", "nxdomain", "tcp", "signed"];

/** Rows for which latency at half load is measured. */
export const LATENCY_ROWS: readonly string[] = ["exact", "mix", "tcp", "signed-nxdomain"];

function plain(id: string, title: string, questions: string): Row {
  return {
    ...{ id, title, questions, dataset: "plain", address: "127.0.0.1" },
    ...{ transport: "udp", edns: "none", rcode: "NOERROR" },
  };
}

/** Rows that the same start of a server answers, in their order. */
export function groupRows(rows: readonly Row[]): readonly (readonly Row[])[] {
  return [...Map.groupBy(rows, ({ dataset, address }) => `${dataset} ${address}`).values()];
}
