import { Fault } from "../fault.ts";
import { takeEnd, takeOrigin } from "./operand.ts";
import type { Reading } from "./reading.ts";
import { openSource } from "./source.ts";

/**
 * Obeys `$INCLUDE file [origin]` (RFC 1035 §5.1): reading goes on in that file, and comes back at its end. Its origin
 * is the one given, else that of this file. Which files may be read is for `ReadOptions.include` to say.
 */
export function readInclude(reading: Reading): void {
  const { tokens, options, source, waiting } = reading;
  tokens.take("a file");
  const { start, end, quoted } = tokens;
  const path = Buffer.from(tokens.bytes.subarray(start, end)).toString("utf8");
  const origin = tokens.left > 0 ? takeOrigin(reading) : tokens.origin;
  takeEnd(reading);
  tokens.start = start; // what is wrong from here on is wrong with the file
  tokens.end = end;
  tokens.quoted = quoted;
  if (options.include === undefined) {
    throw new Fault("has no place here", "Write the records of that file into this one.");
  }
  if (waiting.length >= MAX_DEPTH) {
    throw new Fault(
      `is nested more than ${MAX_DEPTH} files deep`,
      "Let fewer files lie between the zone's own file and this one.",
    );
  }
  if (reading.included === MAX_INCLUDED) {
    throw new Fault(`was used more than ${MAX_INCLUDED} times`, "Include fewer files, each of them larger.");
  }
  const found = options.include(path, source.file);
  if ("refused" in found) {
    throw new Fault(
      `is ${JSON.stringify(path)}; ${found.refused}`,
      "Name a file that lies beside this one or below, or have named-compilezone write all of it into one file.",
    );
  }
  if (source.file === found.file || waiting.some((file) => file.source.file === found.file)) {
    throw new Fault(
      `is ${JSON.stringify(path)}, which is being read already`,
      "A file can't include itself, nor a file that includes it.",
    );
  }
  reading.included += 1;
  reading.include(openSource(found.file, found.bytes), origin);
}

/** Files within files; the zone's own is not counted. */
const MAX_DEPTH = 16;

/** Files in one run. Files that include the next twice would be read a million times otherwise. */
const MAX_INCLUDED = 10_000;
