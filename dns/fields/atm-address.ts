import { Fault } from "../fault.ts";
import type { Octets } from "../wire.ts";
import type { Field } from "./field.ts";
import { hexOf, octetsOfHex } from "./hex.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * An ATM address that takes the rest of the rdata: a format octet, then either a number of E.164
 * (`+61200000000`) or an end system address in hex digits; single dots may stand between digits (ATM Forum
 * AF-DANS-0152.000 §5.2). The value is the text without dots.
 */
export const atmAddress: Field<string> = {
  schema: { type: "string", examples: ["+61200000000", "39246f000e7c9c03120001000100001234567800"] },
  accept: (yaml) => checked(scalarText(yaml)),
  yaml: (value) => value,
  print: (value) => value,
  parse: (tokens, out) => {
    tokens.take(EXPECTED);
    out.octets(octetsOf(checked(tokens.text)));
  },
  write: (value, out) => out.octets(octetsOf(checked(value))),
  read: (wire) => {
    const format = wire.u8();
    const address = wire.rest();
    if (format === END_SYSTEM && address !== "") return hexOf(address);
    if (format === E164 && /^[0-9]+$/.test(address)) return `+${address}`;
    throw new Fault(
      `has format ${format} and ${address.length} octets; expected format 0, or 1 and decimal digits`,
      HELP,
    );
  },
  extent: "rest",
};

const END_SYSTEM = 0;
const E164 = 1;
const EXPECTED = "an ATM address in hex digits, or + and decimal digits";
const HELP = "Write for example +61200000000, or 39.246f.000e7c9c031200010001000012345678.00.";

function checked(text: string): string {
  const digits = text.toLowerCase().replaceAll(".", "");
  const isAddress = /^(?:\+[0-9]+|(?:[0-9a-f]{2})+)$/.test(digits);
  if (isAddress && !/(?:^|[.+])\.|\.$/.test(text)) return digits;
  throw new Fault(`is ${JSON.stringify(text)}; expected ${EXPECTED}`, HELP);
}

function octetsOf(digits: string): Octets {
  return digits.startsWith("+")
    ? String.fromCharCode(E164) + digits.slice(1)
    : String.fromCharCode(END_SYSTEM) + octetsOfHex(digits);
}
