import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import type { Reader, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/** An unsigned integer of one octet. */
export const u8: Field<number> = integer(1);

/** An unsigned integer of two octets. */
export const u16: Field<number> = integer(2);

/** An unsigned integer of four octets. */
export const u32: Field<number> = integer(4);

/** Takes a token that is a whole number from 0 to `max`. */
export function takeInteger(tokens: Tokens, max: number): number {
  tokens.take(wholeNumber(max));
  const { bytes, start, end } = tokens;
  let value = 0;
  let at = start;
  while (at < end) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    if (value > max) break;
    at += 1;
  }
  if (at < end || start === end) throw notInRange(tokens.text, max);
  return value;
}

/** The number that a YAML scalar (as text) or number stands for. */
export function acceptInteger(yaml: unknown, max: number): number {
  const text = scalarText(yaml);
  const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= max)) throw notInRange(text, max);
  return value;
}

function integer(octets: 1 | 2 | 4): Field<number> {
  const max = 2 ** (8 * octets) - 1;
  return {
    schema: { type: "integer", minimum: 0, maximum: max },
    accept: (yaml) => acceptInteger(yaml, max),
    yaml: (value) => value,
    print: String,
    parse: (tokens, out) => put(takeInteger(tokens, max), out),
    write: put,
    read: (wire: Reader) => (octets === 1 ? wire.u8() : octets === 2 ? wire.u16() : wire.u32()),
    extent: octets,
  };

  function put(value: number, out: Writer): void {
    if (octets === 1) out.u8(value);
    else if (octets === 2) out.u16(value);
    else out.u32(value);
  }
}

function notInRange(text: string, max: number): Fault {
  return new Fault(
    `is ${JSON.stringify(text)}; expected ${wholeNumber(max)}`,
    "Write a number in that range, in decimal digits.",
  );
}

function wholeNumber(max: number): string {
  return `a whole number from 0 to ${max}`;
}
