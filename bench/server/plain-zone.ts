/** The zone of most rows. */
export const PLAIN_ORIGIN = "bench.example.";

const HOSTS = 10_000;
/** Of each other kind of name. */
const OTHERS = 1000;

/** Its text: addresses, and fewer aliases, mail exchangers, texts, delegations and wildcards. */
export function plainZone(): string {
  const lines = [
    `$ORIGIN ${PLAIN_ORIGIN}\n$TTL 300\n@ SOA ns host 1 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1`,
  ];
  const text = Array.from({ length: 4 }, () => `"${"v=bench ".padEnd(250, "x")}"`).join(" "); // 1,000 octets
  for (let index = 0; index < HOSTS; index++) lines.push(`host-${index} A 192.0.2.${index % 256}`);
  for (let index = 0; index < OTHERS; index++)
    lines.push(
      `alias-${index} CNAME host-${index}`,
      `mail-${index} MX 10 host-${index}\nmail-${index} MX 20 mx.example.net.`,
      `text-${index} TXT ${text}`,
      `sub-${index} NS ns1.sub-${index}\nsub-${index} NS ns.example.net.\nns1.sub-${index} A 198.51.100.${index % 256}`,
      `*.wild-${index} A 203.0.113.${index % 256}`,
    );
  return `${lines.join("\n")}\n`;
}

/** Questions in every file: once through it is the warm-up, after which what is compiled at run time is. */
export const QUESTIONS = 50_000;

/** What is asked of it, by the rows' names. Neighbours in the zone are asked for far from each other. */
export function plainQuestions(): { readonly [name: string]: readonly string[] } {
  const each = (line: (host: number, other: number) => string) =>
    Array.from({ length: QUESTIONS }, (_, index) => {
      const host = (index * 7919) % HOSTS; // a prime
      return line(host, host % OTHERS);
    });
  const lines = {
    exact: each((host) => `host-${host}.${PLAIN_ORIGIN} A`),
    nxdomain: each((host) => `no-${host}.${PLAIN_ORIGIN} A`),
    nodata: each((host) => `host-${host}.${PLAIN_ORIGIN} AAAA`),
    wildcard: each((host, other) => `any-${host}.wild-${other}.${PLAIN_ORIGIN} A`),
    referral: each((host, other) => `www-${host}.sub-${other}.${PLAIN_ORIGIN} A`),
    cname: each((_, other) => `alias-${other}.${PLAIN_ORIGIN} A`),
    mx: each((_, other) => `mail-${other}.${PLAIN_ORIGIN} MX`),
    txt: each((_, other) => `text-${other}.${PLAIN_ORIGIN} TXT`),
  };
  const mix = lines.exact.map((_, index) => {
    const place = index % MIX.length; // each place of the mix has questions of its own
    return lines[MIX[place]!][place * (QUESTIONS / MIX.length) + Math.floor(index / MIX.length)]!;
  });
  return { ...lines, mix };
}

type Kind = "exact" | "nxdomain" | "nodata" | "wildcard" | "referral" | "cname" | "mx" | "txt";

/** Shares of a mix, of 20 questions: addresses that are there, the second address that is not, and some of everything. */
const MIX: readonly Kind[] = [
  ...([
    "exact",
    "nodata",
    "exact",
    "nxdomain",
    "exact",
    "referral",
    "exact",
    "cname",
    "exact",
    "mx",
  ] as const),
  ...([
    "exact",
    "nodata",
    "exact",
    "nxdomain",
    "exact",
    "wildcard",
    "exact",
    "cname",
    "exact",
    "txt",
  ] as const),
];
