import { readDirective } from "./directive.ts";
import type { Reading } from "./reading.ts";
import { readRecord } from "./record.ts";
import { placeOf } from "./source.ts";

/** Reads the entry in `reading.tokens`: a record, or a directive, which is obeyed. What is wrong with it is noted. */
export function readEntry(reading: Reading): void {
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
