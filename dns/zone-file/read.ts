import type { Problem } from "../problem.ts";
import { readEntry } from "./entry.ts";
import { nextEntry } from "./next-entry.ts";
import { readPlainLines } from "./plain-line.ts";
import type { ReadOptions } from "./read-options.ts";
import { Reading } from "./reading.ts";
import type { RecordView } from "./record-view.ts";

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
  if (isBinary(options.bytes)) return [binary(options.file)];
  const reading = new Reading(options, onRecord);
  do {
    for (;;) {
      if (reading.isGivenUp) break;
      readPlainLines(reading);
      if (!nextEntry(reading.source, reading.tokens)) break;
      readEntry(reading);
    }
  } while (reading.leave());
  reading.end();
  return reading.problems;
}

/** A file in BIND's `raw` or its former `map` form begins with 2 or 3 in four octets (its lib/dns/include/dns/masterdump.h). */
function isBinary(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0 && (bytes[3] === 2 || bytes[3] === 3);
}

function binary(file: string): Problem {
  return {
    file,
    line: 1,
    column: 1,
    severity: "error",
    rule: "zone-file-raw",
    message: "The file is in BIND's binary form; expected text",
    help: "Write it as text: named-compilezone -f raw -F text -o TEXT_FILE ZONE FILE",
  };
}
