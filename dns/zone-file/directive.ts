import { Fault } from "../fault.ts";
import { readGenerate } from "./generate.ts";
import { NO_TTL, takenTtl, UNKNOWN_TTL } from "./head.ts";
import { takeEnd, takeOrigin } from "./operand.ts";
import { readInclude } from "./read-include.ts";
import type { Reading } from "./reading.ts";

/** Obeys the directive whose token is taken: `$ORIGIN`, `$INCLUDE` (RFC 1035 §5.1), `$TTL` (RFC 2308 §4), `$GENERATE`. */
export function readDirective(reading: Reading): void {
  const { tokens } = reading;
  const directive = tokens.text.toUpperCase();
  try {
    switch (directive) {
      case "$ORIGIN":
        tokens.origin = takeOrigin(reading);
        takeEnd(reading);
        break;
      case "$TTL":
        tokens.take("seconds");
        reading.defaultTtl = takenTtl(tokens, "");
        takeEnd(reading);
        break;
      case "$INCLUDE":
        readInclude(reading);
        break;
      case "$GENERATE":
        readGenerate(reading);
        break;
      default:
        throw new Fault(
          "is not known; expected $ORIGIN, $TTL, $INCLUDE or $GENERATE",
          "An owner that begins with $ is written \\$.",
          "directive",
        );
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // What begins with a capital is a sentence of its own; the rest goes on after the directive.
    const message = `${directive}${/^[A-Z]/.test(error.message) ? ":" : ""} ${error.message}`;
    reading.reportToken(new Fault(message, error.help, error.rule), directive.slice(1).toLowerCase());
    if (directive === "$TTL" && reading.defaultTtl === NO_TTL) reading.defaultTtl = UNKNOWN_TTL;
  }
}
