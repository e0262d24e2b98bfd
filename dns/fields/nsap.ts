import { Fault } from "../fault.ts";
import type { Octets } from "../wire.ts";
import type { Field } from "./field.ts";
import { hexOf, octetsOfHex } from "./hex.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * An NSAP address that takes the rest of the rdata: `0x` and hex digits, with dots anywhere (RFC 1706 §7).
 */
export const nsap: Field<Octets> = {
  schema: { type: "string", examples: [`0x47000580005a0000000001e133ffffff00016100`] },
  accept: (yaml) => octetsOf(scalarText(yaml)),
  yaml: print,
  print,
  parse: (tokens, out) => {
    tokens.take(EXPECTED);
    out.octets(octetsOf(tokens.text));
  },
  write: (octets, out) => out.octets(nonEmpty(octets)),
  read: (wire) => nonEmpty(wire.rest()),
  extent: "rest",
};

const EXPECTED = "0x and hex digits";

function print(octets: Octets): string {
  return `0x${hexOf(octets)}`;
}

function octetsOf(text: string): Octets {
  if (!/^0x[0-9a-f.]*$/i.test(text)) {
    throw new Fault(
      `is ${JSON.stringify(text)}; expected ${EXPECTED}`,
      "Write 0x before the digits; dots between them are for reading only.",
    );
  }
  return nonEmpty(octetsOfHex(text.slice(2).replaceAll(".", "")));
}

function nonEmpty(octets: Octets): Octets {
  if (octets === "") throw new Fault("is empty; expected an address", "Write 0x and its hex digits.");
  return octets;
}
