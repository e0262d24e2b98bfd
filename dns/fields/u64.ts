import { Fault } from "../fault.ts";
import type { Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * An unsigned integer of eight octets: a decimal number, or its two halves as `1.2` (the node number of IPN).
 * The value is the decimal digits, since a JavaScript number does not hold them all.
 */
export const u64: Field<string> = {
  schema: { anyOf: [{ type: "integer", minimum: 0 }, { type: "string" }], examples: [977000] },
  accept: (yaml) => String(numberOf(scalarText(yaml))),
  yaml: (digits) => (Number.isSafeInteger(Number(digits)) ? Number(digits) : digits),
  print: (digits) => digits,
  parse: (tokens, out) => {
    tokens.take(EXPECTED);
    put(numberOf(tokens.text), out);
  },
  write: (digits, out) => put(numberOf(digits), out),
  read: (wire) => String(BigInt(wire.u32()) * HALF + BigInt(wire.u32())),
  extent: 8,
};

const HALF = 2n ** 32n;
const EXPECTED = "a whole number from 0 to 18446744073709551615, or its halves as in 1.2";

function put(number: bigint, out: Writer): void {
  out.u32(Number(number / HALF));
  out.u32(Number(number % HALF));
}

function numberOf(text: string): bigint {
  const parts = /^([0-9]{1,20})(?:\.([0-9]{1,10}))?$/.exec(text);
  if (parts !== null) {
    const [high, low] = [BigInt(parts[1]!), parts[2] === undefined ? undefined : BigInt(parts[2])];
    const isInRange = low === undefined ? high < HALF * HALF : high < HALF && low < HALF;
    if (isInRange) return low === undefined ? high : high * HALF + low;
  }
  throw new Fault(`is ${JSON.stringify(text)}; expected ${EXPECTED}`, "Write the number in decimal digits.");
}
