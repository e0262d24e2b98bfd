import { CLASS_IN } from "../../dns/classes.ts";
import { encodeMessage, NO_FLAGS } from "../../dns/message.ts";
import { isWildcard, type Name, printName } from "../../dns/name.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { ZONE_HEAD } from "./zone-head.ts";
import type { RecordSet, ZoneIndex } from "./zone-index.ts";

/** Octets of an answer that every path carries in one UDP packet (DNS flag day 2020). */
const EDNS_LIMIT = 1232;
/** Octets of an answer for those who ask without EDNS (RFC 1035 §4.2.1). */
const PLAIN_LIMIT = 512;

const MANY = Array.from(
  { length: 24 },
  (_, index) => `'verification of service number ${index + 1}: 0123456789abcdef'`,
);

const RRSET_SIZE: Rule = {
  id: "rrset-size",
  severity: "warning",
  source: "RFC 9715, RFC 6891 §6.2.5",
  about: "An RRset whose answer takes more than 1232 octets",
  why: "It fits into no UDP packet that every path carries. Everybody has to ask again over TCP, and those who cannot get nothing.",
  mend: "Remove values that nobody needs any more, or move them to names of their own.",
  accepted: [`'': {type: TXT, values: [${MANY.slice(0, 4).join(", ")}]}\n`],
  refused: [
    {
      sample: `'':\n  type: TXT\n  values:\n${MANY.map((value) => `    - ${value}\n`).join("")}`,
      finds: ["4:7 TXT of example.com. takes 1567 octets as an answer; expected 1232 at most, for UDP"],
    },
  ],
};

const RRSET_SIZE_PLAIN: Rule = {
  id: "rrset-size-512",
  severity: "info",
  source: "RFC 1035 §4.2.1",
  about: "An RRset whose answer takes more than 512 octets",
  why: "Those who ask without EDNS get it over TCP only. They are few, so this is off unless `_config.yaml` gives it a level.",
  mend: "Remove values that nobody needs any more, or move them to names of their own.",
  off: true,
  accepted: [`'': {type: TXT, values: [${MANY.slice(0, 4).join(", ")}]}\n`],
  refused: [
    {
      sample: {
        "_config.yaml":
          "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nlint: {rrset-size-512: info}\n",
        "example.com.yaml": `'':\n  type: TXT\n  values:\n${MANY.slice(0, 9)
          .map((value) => `    - ${value}\n`)
          .join("")}`,
      },
      finds: [
        "example.com.yaml:4:7 TXT of example.com. takes 607 octets as an answer; expected 512 at most, for those without EDNS",
      ],
    },
  ],
};

const RRSET_TOO_LARGE: Rule = {
  id: "rrset-too-large",
  severity: "error",
  source: "RFC 1035 §4.2.2",
  about: "An RRset whose answer takes more than 65535 octets",
  why: "No message can be longer, over TCP neither, so nobody can be answered.",
  mend: "Move values to names of their own.",
  firm: true,
  accepted: ["'': {type: TXT, value: one}\n"],
  refused: [
    {
      sample: {
        "example.com.zone": `${ZONE_HEAD}$GENERATE 1000-3399 @ TXT "${"value $ ".repeat(4).trim()}"\n`,
      },
      finds: [
        "5:1 TXT of example.com. takes more than 65535 octets as an answer, which no message can hold (records: 2400, octets of their data: 105600)",
      ],
    },
  ],
};

/** How large answers are. */
export const SIZES: Family = {
  subject: "Sizes",
  rules: [RRSET_SIZE, RRSET_SIZE_PLAIN, RRSET_TOO_LARGE],
  check: checkSizes,
};

function checkSizes({ nodes }: ZoneIndex, find: Find): void {
  for (const { sets } of nodes.values()) {
    for (const set of sets) {
      const { records, type } = set;
      // A single short record needs no sum.
      if (records.length === 1 && records[0]!.rdata.length < SHORT) continue;
      if (type === RRSIG || largestSize(set) <= PLAIN_LIMIT) continue;
      const size = answerSize(set);
      const more = signaturesSize(set, sets) + longerQuestion(set.owner);
      if (size === undefined || size + more > MAX_MESSAGE_LENGTH) reportTooLarge(set, find);
      else checkSize(records[0]!, size, find);
    }
  }
}

function reportTooLarge({ type, records }: RecordSet, find: Find): void {
  const [first] = records;
  const octets = records.reduce((sum, { rdata }) => sum + rdata.length, 0);
  const message = `${typeName(type)} of ${printName(first!.owner)} takes more than ${MAX_MESSAGE_LENGTH} octets as an answer, which no message can hold (records: ${records.length}, octets of their data: ${octets})`;
  find(RRSET_TOO_LARGE, first!.at, message, "Move values to names of their own.", first);
}

function checkSize(record: LintRecord, size: number, find: Find): void {
  const set = `${typeName(record.type)} of ${printName(record.owner)}`;
  const what = `${set} takes ${size} octets as an answer`;
  const help = "Remove values that nobody needs any more, or move them to names of their own.";
  if (size > EDNS_LIMIT) {
    find(RRSET_SIZE, record.at, `${what}; expected ${EDNS_LIMIT} at most, for UDP`, help, record);
  } else if (size > PLAIN_LIMIT) {
    const message = `${what}; expected ${PLAIN_LIMIT} at most, for those without EDNS`;
    find(RRSET_SIZE_PLAIN, record.at, message, help, record);
  }
}

const MAX_NAME = 255; // octets (RFC 1035 §2.3.4)
const HEADER = 12; // octets (RFC 1035 §4.1.1)
const FIXED = 10; // type, class, TTL and length of a record (RFC 1035 §4.1.3)
const POINTER = 2; // stands for the owner, which is the question's name
const OPT = 11; // the OPT record without options (RFC 6891 §6.1.2)
/** Data of one record up to which its answer is below every limit, whatever its name. */
const SHORT = PLAIN_LIMIT - HEADER - MAX_NAME - 4 - POINTER - FIXED - OPT;

/** What the answer takes if no name in the data can be compressed. */
function largestSize({ owner, records }: RecordSet): number {
  let size = HEADER + owner.length + 4 + OPT;
  for (const { rdata } of records) size += POINTER + FIXED + rdata.length;
  return size;
}

/** What the RRSIGs take that cover the set, for those who ask for them. */
function signaturesSize({ type }: RecordSet, sets: readonly RecordSet[]): number {
  let size = 0;
  for (const { rdata } of sets.find((set) => set.type === RRSIG)?.records ?? []) {
    const covered = (rdata.charCodeAt(0) << 8) | rdata.charCodeAt(1); // RFC 4034 §3.1.1
    if (covered === type) size += POINTER + FIXED + rdata.length;
  }
  return size;
}

/** A wildcard answers longer names than its own: so many octets more in the question. */
function longerQuestion(owner: Name): number {
  return isWildcard(owner) ? MAX_NAME - owner.length : 0;
}

/** What the answer takes, names compressed; undefined when no message can hold it. */
function answerSize({ records }: RecordSet): number | undefined {
  const { owner, type } = records[0]!;
  try {
    return encodeMessage({
      id: 0,
      opcode: 0,
      rcode: 0,
      flags: NO_FLAGS,
      question: [{ name: owner, type, class: CLASS_IN }],
      answer: records.map((record) => ({ ...record, class: CLASS_IN })),
      authority: [],
      additional: [],
      edns: { version: 0, size: EDNS_LIMIT, do: false, options: [] },
    }).length;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const MAX_MESSAGE_LENGTH = 65_535; // the length before a message over TCP has 16 bits (RFC 1035 §4.2.2)
