import type { Name } from "../name.ts";
import type { Position, Problem } from "../problem.ts";
import { octetsOf } from "../wire.ts";
import type { ZoneRecord } from "../zone.ts";
import { readZoneFile } from "./read.ts";
import type { ReadOptions } from "./read-options.ts";
import type { RecordView } from "./record-view.ts";

/** A record and where it stands: its owner, or what follows where the owner is left out. */
export interface ParsedRecord extends ZoneRecord {
  readonly at: Position;
}

/** What a zone file says. */
export interface ParsedZoneFile {
  /** In the order of the file. Where there is a problem, not all of them. */
  readonly records: ParsedRecord[];
  readonly problems: Problem[];
}

/** Reads a zone file into records; see `readZoneFile`, which is for whoever needs no objects. */
export function parseZoneFile(options: ReadOptions): ParsedZoneFile {
  const records: ParsedRecord[] = [];
  const problems = readZoneFile(options, (view) => {
    const { owner, type, ttl, rdata } = recordOf(view);
    const { file, line, column } = view;
    records.push({ owner, type, ttl, rdata, at: { file, line, column } });
  });
  return { records, problems };
}

/**
 * Reads one record in a line, `owner TTL class type data` with an absolute owner, as dig prints it. Gives the first
 * problem instead if there is any; a line with no record or with several is one too.
 */
export function parseRecord(line: string): ZoneRecord | Problem {
  const records: ZoneRecord[] = [];
  const options = { file: "", bytes: Buffer.from(line, "utf8") };
  const problems = readZoneFile(options, (view) => records.push(recordOf(view)));
  if (problems.length > 0) return problems[0]!;
  if (records.length === 1) return records[0]!;
  return {
    file: "",
    line: 1,
    column: 1,
    rule: "one-record",
    severity: "error",
    message: `Found ${records.length} records; expected one`,
    help: "Write one record: owner, TTL, class, type and data.",
  };
}

function recordOf(view: RecordView): ZoneRecord {
  const { wire, ownerLength, rdataStart, rdataEnd, type, ttl } = view;
  return {
    owner: octetsOf(wire, 0, ownerLength) as Name, // the reader hands over whole names
    type,
    ttl,
    rdata: octetsOf(wire, rdataStart, rdataEnd),
  };
}
