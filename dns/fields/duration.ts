import { Fault } from "../fault.ts";
import { ttlOfOctets } from "../ttl.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * A span of time: seconds in four octets. As text it is a number, or a TTL with units (`1h30m`). The value is the
 * seconds. A plain number may use all 32 bits, as the timers of SOA and the original TTL of RRSIG do on the wire.
 */
export const duration: Field<number> = {
  schema: {
    anyOf: [{ type: "integer", minimum: 0, maximum: 0xffffffff }, { type: "string" }],
    examples: [3600, "1h"],
  },
  accept: (yaml) => {
    const bytes = Buffer.from(scalarText(yaml), "utf8");
    return secondsOf(bytes, 0, bytes.length);
  },
  yaml: (seconds) => seconds,
  print: String,
  parse: (tokens, out) => {
    tokens.take(EXPECTED);
    out.u32(secondsOf(tokens.bytes, tokens.start, tokens.end));
  },
  write: (seconds, out) => out.u32(seconds),
  read: (wire) => wire.u32(),
  extent: 4,
};

const EXPECTED = "seconds from 0 to 4294967295, or a time such as 1h30m";

function secondsOf(bytes: Uint8Array, start: number, end: number): number {
  let seconds = 0;
  let at = start;
  while (at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39 && seconds <= 0xffffffff) {
    seconds = seconds * 10 + bytes[at]! - 0x30;
    at += 1;
  }
  if (at < end || at === start) seconds = ttlOfOctets(bytes, start, end);
  if (seconds >= 0 && seconds <= 0xffffffff) return seconds;
  const text = Buffer.from(bytes.subarray(start, end)).toString("latin1");
  throw new Fault(
    `is ${JSON.stringify(text)}; expected ${EXPECTED}`,
    "Write whole seconds, or units from week to second: 1w2d3h4m5s.",
  );
}
