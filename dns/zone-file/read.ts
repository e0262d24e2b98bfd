import type { Name } from "../name.ts";
import type { Problem } from "../problem.ts";
import { readDirective } from "./directive.ts";
import { nextEntry } from "./next-entry.ts";
import { Reading } from "./reading.ts";
import { readRecord } from "./record.ts";
import { placeOf } from "./source.ts";

/**
 * Reads a zone file (a master file, RFC 1035 §5) and hands over each record as it is read, in the order of the file,
 * with owner and data in wire form. Gives the problems, every one an error; where there is any, the records are not
 * all of the zone. Reading goes on after a problem with the next entry. Any bytes give records or problems; only
 * what `onRecord` or `include` throw comes through.
 *
 * Directives: `$ORIGIN`, `$INCLUDE`, `$TTL` (RFC 2308 §4) and BIND's `$GENERATE`. A missing TTL is `$TTL`, else the
 * one stated last (RFC 1035 §5.1), else the minimum of a SOA record that states none, which then holds as `$TTL` (as
 * in BIND). What makes a zone whole (one SOA, owners inside the zone) is not looked at here.
 */
export function readZoneFile(options: ReadOptions, onRecord: (record: RecordView) => void): Problem[] {
  const reading = new Reading(options, onRecord);
  do {
    while (!reading.isGivenUp && nextEntry(reading.source, reading.tokens)) readEntry(reading);
  } while (reading.leave());
  reading.end();
  return reading.problems;
}

/** What to read, and what stands around it. */
export interface ReadOptions {
  /** The path, as problems show it. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** `$ORIGIN` at the start; without it, names are absolute until the file sets one. */
  readonly origin?: Name;
  /** `$TTL` at the start, in seconds. */
  readonly defaultTtl?: number;
  /**
   * The world's part of `$INCLUDE`: the file that `path` means in the file `from`, or why it is not to be had. Without
   * it, `$INCLUDE` is refused.
   */
  readonly include?: (path: string, from: string) => IncludedFile | { readonly refused: string };
}

/** A file that `$INCLUDE` names. */
export interface IncludedFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** A record as it stands in the reader's buffer. One object for all of them: valid only during the call. */
export interface RecordView {
  /** Owner at 0 to `ownerLength`, rdata at `rdataStart` to `rdataEnd`, both in uncompressed wire form. */
  wire: Uint8Array;
  ownerLength: number;
  rdataStart: number;
  rdataEnd: number;
  type: number;
  /** Seconds, 0 to 2147483647. */
  ttl: number;
  /** Where the record's first token stands: its owner, or what follows where the owner is left out. */
  line: number;
  column: number;
  file: string;
}

function readEntry(reading: Reading): void {
  const { source, tokens } = reading;
  if (source.fault !== undefined) {
    reading.report(placeOf(source, source.fault.at), source.fault, "RFC 1035 §5.1");
    if (!source.blankOwner || reading.owner === "none") reading.forgetOwner();
    return;
  }
  if (!source.blankOwner) {
    tokens.take("an owner");
    if (tokens.bytes[tokens.start] === DOLLAR && !tokens.quoted) {
      readDirective(reading);
      return;
    }
  }
  readRecord(reading);
}

const DOLLAR = 0x24;
