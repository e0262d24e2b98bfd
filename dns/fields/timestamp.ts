import { Fault } from "../fault.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * A point in time: seconds since 1970 in four octets, `YYYYMMDDHHmmSS` in UTC or the seconds as text
 * (RFC 4034 §3.2). The value is the seconds. The dates from 1970 to 2106 are what four octets hold without
 * wrapping; later ones can't be told apart from those without a clock (RFC 4034 §3.1.5).
 */
export const timestamp: Field<number> = {
  schema: { type: "string", examples: ["20260701000000"] },
  accept: (yaml) => secondsOf(scalarText(yaml)),
  yaml: printTime,
  print: printTime,
  parse: (tokens, out) => {
    tokens.take(EXPECTED);
    out.u32(secondsOf(tokens.text));
  },
  write: (seconds, out) => out.u32(seconds),
  read: (wire) => wire.u32(),
  extent: 4,
};

const EXPECTED = "a time as YYYYMMDDHHmmSS, or seconds since 1970";

function printTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace(/[-:T]/g, "");
}

function secondsOf(text: string): number {
  if (/^[0-9]{1,10}$/.test(text) && Number(text) <= 0xffffffff) return Number(text);
  const parts = /^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})$/.exec(text);
  if (parts !== null) {
    const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ]; // six groups of digits, just matched
    const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
    // A month 13 or a 30 February comes back as another date, and years before 1970 or after 2106 as no u32.
    if (seconds >= 0 && seconds <= 0xffffffff && printTime(seconds) === text) return seconds;
  }
  throw new Fault(
    `is ${JSON.stringify(text)}; expected ${EXPECTED}`,
    "Write a time in UTC from 19700101000000 to 21060207062815.",
  );
}
