import { printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { SOA } from "../../dns/records/soa.ts";
import { parsePolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { printRecord, sortRecords } from "../../dns/zone-file/print.ts";
import { policyHead } from "../dnssec/policy-lines.ts";
import type { Way, WayStep } from "./way.ts";

/** A way as text, to be compared and shown. */
export interface WayLines {
  /** The same for the same answers. */
  readonly key: string;
  /** What answers for each name of the way, one sentence each without its final stop. */
  readonly words: readonly string[];
  /** The records on the way, as lines of a zone file; those of aliases in their order. */
  readonly records: readonly string[];
}

/** A way as text. A SOA's serial is left out: it is made when the zone is rendered, and git does not know it. */
export function linesOf({ steps }: Way): WayLines {
  const words = steps.map(wordsOf);
  const records = [...new Set(steps.flatMap(({ records: all }) => sortRecords(all).flatMap(linesOfRecord)))];
  return { key: [...words, ...records].join("\n"), words, records };
}

/** What was said before and is not after, and the other way round. */
export function differenceOf(
  before: readonly string[],
  after: readonly string[],
): { readonly removed: readonly string[]; readonly added: readonly string[] } {
  const old = new Set(before);
  const now = new Set(after);
  return {
    removed: before.filter((line) => !now.has(line)),
    added: after.filter((line) => !old.has(line)),
  };
}

/** In the place of a serial. */
const NO_SERIAL = "SERIAL";

/** How our nameservers sign a zone stands there for people, key by key. */
function linesOfRecord(record: ZoneRecord): string[] {
  const policy = record.type === SIGNING_POLICY ? parsePolicy(record.rdata) : undefined;
  if (policy === undefined || "fault" in policy) return [printWithoutSerial(record)];
  return policyHead(policy).map((line) => `; ${printName(record.owner)} ${line.trim()}`);
}

function printWithoutSerial(record: ZoneRecord): string {
  const line = printRecord(record);
  if (record.type !== SOA.code) return line;
  const rdata = decode(record.type, record.rdata);
  if (rdata.type !== "SOA") return line;
  const { mname, rname } = rdata;
  const names = `${printName(mname)} ${printName(rname)} `;
  const at = line.indexOf(names) + names.length;
  return `${line.slice(0, at)}${line.slice(at).replace(/^\d+/, NO_SERIAL)}`;
}

function wordsOf({ name, by }: WayStep): string {
  const shown = printName(name);
  switch (by.kind) {
    case "itself":
      return `${shown} has records`;
    case "no-records":
      return `${shown} exists without records`;
    case "no-such-name":
      return `${shown} does not exist`;
    case "outside":
      return `${shown} lies in no zone of this repository`;
    case "wildcard":
      return `${printName(by.owner)} answers for ${shown}`;
    case "delegation":
      return `${shown} is delegated at ${printName(by.owner)}`;
    case "dname":
      return `the DNAME at ${printName(by.owner)} answers for ${shown}`;
    default:
      return by satisfies never;
  }
}
