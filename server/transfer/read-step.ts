import { statSync } from "node:fs";
import { join } from "node:path";
import { isAtOrBelow, keyOf, type Name, printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { octetsOf } from "../../dns/wire.ts";
import { type StepPart, stepFileName } from "../../dns/zone-file/journal-files.ts";
import { readZoneFile } from "../../dns/zone-file/read.ts";
import { readPlainFile, unreadableReason } from "../../dns/zone-file/read-plain-file.ts";
import type { RecordView } from "../../dns/zone-file/record-view.ts";
import { u32 } from "../tables/journals.ts";
import { putRawRecord, rawLength } from "./raw-record.ts";

/** The zone that a journal is of. */
export interface JournalZone {
  readonly origin: Name;
  readonly file: string;
  /** The serial that is served. */
  readonly serial: number;
  /** Octets of its records: more of changes are not taken, for the whole zone is shorter. */
  readonly octets: number;
  /** Those of its file. */
  readonly fileOctets: number;
  /** It is signed here: its steps lead from one version as it is written to the next, and nobody has these. */
  readonly isSignedHere: boolean;
}

/** One step of a journal. */
export interface ReadStep {
  /** Its records, in the order and form of `journalOf`; undefined where it cannot be used. */
  readonly records: Uint8Array | undefined;
  readonly files: readonly { readonly file: string; readonly bytes: Uint8Array }[];
  /** Why not. A step that is larger than its zone is no use, and nothing is wrong with it. */
  readonly problems: readonly Problem[];
  /** The zone was signed here before or after it, or by another policy. */
  readonly hasPolicy: boolean;
}

/** Reads what was removed and added from one serial to another. */
export function readStep(folder: string, from: number, to: number, zone: JournalZone): ReadStep {
  const files: { file: string; bytes: Uint8Array }[] = [];
  const problems: Problem[] = [];
  const records = new Octets();
  let hasPolicy = false;
  for (const [part, serial] of [
    ["removed", from],
    ["added", to],
  ] as const) {
    const file = join(folder, stepFileName({ from, to, part }));
    const bytes = readBounded(file, zone.fileOctets + SLACK, problems);
    if (bytes === undefined) return { records: undefined, files, problems, hasPolicy };
    files.push({ file, bytes });
    hasPolicy = readPart(file, bytes, part, serial, zone.origin, records, problems) || hasPolicy;
    if (problems.length > 0)
      return { records: undefined, files, problems: problems.slice(0, MAX_PROBLEMS), hasPolicy };
  }
  return { records: records.taken(), files, problems, hasPolicy };
}

const MAX_PROBLEMS = 3;
const SLACK = 4096; // octets: two SOAs and comments may be more than a small zone has

/** Undefined where the file is larger, or cannot be read, which is a problem. */
function readBounded(file: string, most: number, problems: Problem[]): Uint8Array | undefined {
  try {
    return statSync(file).size > most ? undefined : readPlainFile(file);
  } catch (error) {
    problems.push(problemAt(file, `It cannot be read: ${unreadableReason(error)}`));
    return undefined;
  }
}

/** Whether there is a policy among the records. */
function readPart(
  file: string,
  bytes: Uint8Array,
  part: StepPart,
  serial: number,
  origin: Name,
  into: Octets,
  problems: Problem[],
): boolean {
  let isFirst = true;
  let hasPolicy = false;
  const read = readZoneFile({ file, bytes, origin }, (record) => {
    const fault = faultOf(record, origin, isFirst ? serial : undefined);
    if (fault !== undefined)
      problems.push({ ...problemAt(file, fault), line: record.line, column: record.column });
    isFirst = false;
    hasPolicy ||= record.type === SIGNING_POLICY;
    into.add(record);
  });
  problems.push(...read);
  if (isFirst) problems.push(problemAt(file, `It has no record; expected the SOA before what was ${part}`));
  return hasPolicy;
}

/** What is wrong with a record; the first one is the SOA with a serial. */
function faultOf(record: RecordView, origin: Name, serial: number | undefined): string | undefined {
  const owner = octetsOf(record.wire, 0, record.ownerLength) as Name; // the reader gives whole names only
  if (serial === undefined) {
    if (record.type === SOA) return "A second SOA; expected one, as the first record";
    return isAtOrBelow(owner, origin) ? undefined : `${printName(owner)} lies outside ${printName(origin)}`;
  }
  const isSoa = record.type === SOA && keyOf(owner) === keyOf(origin);
  const found = isSoa ? u32(record.wire, record.rdataEnd - SERIAL_AND_TIMERS) : undefined;
  if (found === serial) return undefined;
  const told = found === undefined ? "another record" : `serial ${found}`;
  return `The file begins with ${told}; expected the SOA of ${printName(origin)} with serial ${serial}, as its name says`;
}

const SERIAL_AND_TIMERS = 20; // RFC 1035 §3.3.13

function problemAt(file: string, message: string): Problem {
  return {
    ...{ file, line: 1, column: 1, severity: "warning", rule: "journal", message },
    help: "This step and those before it are left out: secondaries that lack them get the whole zone.",
  };
}

/** Records in a row, as they come. */
class Octets {
  #octets = new Uint8Array(1024);
  #length = 0;

  add(record: RecordView): void {
    const need = this.#length + rawLength(record);
    if (need > this.#octets.length) {
      const grown = new Uint8Array(Math.max(need, 2 * this.#octets.length));
      grown.set(this.#octets);
      this.#octets = grown;
    }
    this.#length = putRawRecord(record, this.#octets, this.#length);
  }

  taken(): Uint8Array {
    return this.#octets.subarray(0, this.#length);
  }
}
