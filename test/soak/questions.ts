import { queryOf } from "../serve-text.ts";
import { addressOf, GUEST, HOSTS, LARGE, ORIGIN, SIGNED } from "./soak-zones.ts";

/** A question, and what its answer has to say. */
export interface SoakQuestion {
  /** As "name TYPE". */
  readonly text: string;
  /** Its octets; the id is set by who sends it. */
  readonly query: Buffer;
  /** What `describe` makes of the answer in a version of the zones. */
  readonly expected: (version: number, transport: Transport) => string;
}

/** How a question is asked. */
export type Transport = "udp" | "tcp";

/** What is asked. */
export interface SoakQuestions {
  /** One for every kind of answer that an authoritative server gives. */
  readonly kinds: readonly SoakQuestion[];
  /** Addresses, for so many names that a cache of answers would not hide what they cost. */
  readonly hosts: readonly SoakQuestion[];
}

/** All questions. */
export function makeQuestions(): SoakQuestions {
  return {
    kinds: KINDS.map(question),
    hosts: Array.from({ length: HOSTS }, (_, host) => question(hostKind(host))),
  };
}

/** The question, with EDNS or not, and the lines of its answer. */
interface Kind {
  readonly ask: string;
  readonly do?: boolean;
  readonly lines: (version: number, transport: Transport) => readonly string[];
}

function question({ ask, do: isSecure, lines }: Kind): SoakQuestion {
  return {
    text: ask,
    query: queryOf(ask, isSecure === undefined ? {} : { do: isSecure }),
    expected: (version, transport) => lines(version, transport).toSorted().join("\n"),
  };
}

const authority = (lines: readonly string[]) => lines.map((line) => `authority: ${line}`);
const denial = (version: number) =>
  `authority: ${ORIGIN} 60 IN SOA ns.${ORIGIN} host.${ORIGIN} ${version} 7200 3600 1209600 60`;
const version = (number: number) => `version.${ORIGIN} 300 IN TXT "version ${number}"`;
const fixed = (ask: string, lines: readonly string[]): Kind => ({ ask, lines: () => lines });

function hostKind(host: number): Kind {
  const name = `host-${host}.${ORIGIN}`;
  return {
    ask: `${name} A`,
    lines: (number) => ["NOERROR aa", `${name} 300 IN A ${addressOf(host, number)}`],
  };
}

const KINDS: readonly Kind[] = [
  {
    ask: `${ORIGIN} SOA`,
    lines: (number) => ["NOERROR aa", denial(number).replace("authority: ", "").replace(" 60 IN", " 300 IN")],
  },
  { ask: `version.${ORIGIN} TXT`, lines: (number) => ["NOERROR aa", version(number)] },
  {
    ask: `alias.${ORIGIN} TXT`,
    lines: (number) => ["NOERROR aa", `alias.${ORIGIN} 300 IN CNAME version.${ORIGIN}`, version(number)],
  },
  fixed(`outside.${ORIGIN} A`, ["NOERROR aa", `outside.${ORIGIN} 300 IN CNAME www.example.net.`]),
  fixed(`a.tree.${ORIGIN} A`, [
    "NOERROR aa",
    `tree.${ORIGIN} 300 IN DNAME new.${ORIGIN}`,
    `a.tree.${ORIGIN} 300 IN CNAME a.new.${ORIGIN}`,
    `a.new.${ORIGIN} 300 IN A 192.0.2.99`,
  ]),
  fixed(`any.wild.${ORIGIN} TXT`, ["NOERROR aa", `any.wild.${ORIGIN} 300 IN TXT "wild"`]),
  fixed(`${ORIGIN} MX`, [
    "NOERROR aa",
    `${ORIGIN} 300 IN MX 10 mail.${ORIGIN}`,
    `additional: mail.${ORIGIN} 300 IN A 192.0.2.25`,
  ]),
  fixed(`www.sub.${ORIGIN} A`, [
    "NOERROR",
    ...authority([`sub.${ORIGIN} 300 IN NS ns.sub.${ORIGIN}`]),
    `additional: ns.sub.${ORIGIN} 300 IN A 192.0.2.3`,
  ]),
  {
    ask: `even.${ORIGIN} A`,
    lines: (number) =>
      number % 2 === 0
        ? ["NOERROR aa", `even.${ORIGIN} 300 IN A 192.0.2.22`]
        : ["NXDOMAIN aa", denial(number)],
  },
  { ask: `nobody.${ORIGIN} A`, lines: (number) => ["NXDOMAIN aa", denial(number)] },
  { ask: `ns.${ORIGIN} TXT`, lines: (number) => ["NOERROR aa", denial(number)] },
  { ask: `nothing.${ORIGIN} A`, lines: (number) => ["NOERROR aa", denial(number)] },
  {
    ask: `large.${ORIGIN} TXT`,
    lines: (_, transport) =>
      transport === "udp"
        ? ["NOERROR aa tc"]
        : ["NOERROR aa", ...LARGE.map((text) => `large.${ORIGIN} 300 IN TXT ${text}`)],
  },
  {
    ask: `www.${GUEST} A`,
    lines: (number) => (number % 2 === 0 ? ["NOERROR aa", `www.${GUEST} 300 IN A 192.0.2.80`] : ["REFUSED"]),
  },
  fixed("www.example.net. A", ["REFUSED"]),
  {
    ...fixed(`www.${SIGNED} A`, [
      "NOERROR aa",
      `www.${SIGNED} 300 IN A 192.0.2.2`,
      `www.${SIGNED} 300 IN RRSIG A`,
    ]),
    do: true,
  },
  {
    ...fixed(`www.${SIGNED} TXT`, [
      "NOERROR aa",
      ...authority([
        `${SIGNED} 60 IN SOA ns.${SIGNED} host.${SIGNED} 1 7200 3600 1209600 60`,
        `${SIGNED} 60 IN RRSIG SOA`,
        `www.${SIGNED} 60 IN NSEC ${SIGNED} A RRSIG NSEC`,
        `www.${SIGNED} 60 IN RRSIG NSEC`,
      ]),
    ]),
    do: true,
  },
];
