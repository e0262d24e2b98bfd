import { Fault } from "../fault.ts";
import { takeName } from "../fields/name.ts";
import type { Reading } from "./reading.ts";

/** Takes a name that becomes `$ORIGIN`; a relative one is completed with the origin so far. Gives its wire form. */
export function takeOrigin(reading: Reading): Uint8Array {
  const { tokens, out, ownerLength } = reading;
  out.length = ownerLength;
  takeName(tokens, out);
  return new Uint8Array(out.bytes.subarray(ownerLength, out.length));
}

/** Makes sure that the directive has no more operands. */
export function takeEnd(reading: Reading): void {
  const { tokens } = reading;
  if (tokens.left === 0) return;
  tokens.take("nothing more");
  throw new Fault(
    `has ${JSON.stringify(tokens.text)} after its last operand`,
    "Remove it. A comment begins with a semicolon.",
  );
}
