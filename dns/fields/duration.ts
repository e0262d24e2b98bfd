import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import type { Field } from "./field.ts";

/**
 * A span of time: seconds in four octets. As text it is a number, or numbers with the units w, d, h, m and s as
 * BIND introduced them (`1h30m`). The value is the seconds.
 */
export const duration: Field<number> = {
  schema: {
    anyOf: [{ type: "integer", minimum: 0, maximum: 0xffffffff }, { type: "string" }],
    examples: [3600, "1h"],
  },
  accept: (yaml) => secondsOf(String(yaml)),
  yaml: (seconds) => seconds,
  print: String,
  parse: (tokens, out) => out.u32(takeDuration(tokens)),
  write: (seconds, out) => out.u32(seconds),
  read: (wire) => wire.u32(),
  extent: 4,
};

/** Takes a token that is a span of time; gives its seconds. */
function takeDuration(tokens: Tokens): number {
  tokens.take(EXPECTED);
  return secondsOf(tokens.text);
}

const EXPECTED = "seconds from 0 to 4294967295, or a time such as 1h30m";

const SECONDS: { readonly [unit: string]: number } = { w: 604800, d: 86400, h: 3600, m: 60, s: 1 };

function secondsOf(text: string): number {
  let seconds = Number.NaN;
  if (/^[0-9]{1,10}$/.test(text)) {
    seconds = Number(text);
  } else if (/^(?:[0-9]{1,10}[wdhms])+$/i.test(text)) {
    seconds = 0;
    for (const [, count, unit] of text.toLowerCase().matchAll(/([0-9]+)([wdhms])/g)) {
      seconds += Number(count) * SECONDS[unit!]!;
    }
  }
  if (seconds <= 0xffffffff) return seconds;
  throw new Fault(
    `is ${JSON.stringify(text)}; expected ${EXPECTED}`,
    "Write whole seconds, or units from week to second: 1w2d3h4m5s.",
  );
}
