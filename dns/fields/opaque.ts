import { Fault } from "../fault.ts";
import type { Octets } from "../wire.ts";
import type { Field } from "./field.ts";
import { hexOf, octetsOfHex } from "./hex.ts";
import { takeInteger } from "./integer.ts";
import { scalarText } from "./yaml-text.ts";

/** Rdata of a type that we don't know: `\# length hex` as text (RFC 3597 §5). The value is its octets. */
export const opaqueRdata: Field<Octets> = {
  schema: { type: "string", examples: ["\\# 4 c0000201"] },
  accept: (yaml) => {
    const [mark, length, ...digits] = scalarText(yaml)
      .trim()
      .split(/[ \t\r\n]+/);
    if (mark !== "\\#" || length === undefined || !/^[0-9]{1,5}$/.test(length))
      throw noGenericForm(scalarText(yaml));
    return ofLength(octetsOfHex(digits.join("")), Number(length));
  },
  yaml: printOpaque,
  print: printOpaque,
  parse: (tokens, out) => {
    tokens.take(EXPECTED);
    if (tokens.quoted || tokens.text !== "\\#") throw noGenericForm(tokens.text);
    const length = takeInteger(tokens, 0xffff);
    let digits = "";
    while (tokens.left > 0) {
      tokens.take("hex digits");
      digits += tokens.text;
    }
    out.octets(ofLength(octetsOfHex(digits), length));
  },
  write: (octets, out) => out.octets(octets),
  read: (wire) => wire.rest(),
  extent: "rest",
};

const EXPECTED = "\\#, the number of octets and their hex digits";

function printOpaque(octets: Octets): string {
  return octets === "" ? "\\# 0" : `\\# ${octets.length} ${hexOf(octets)}`;
}

function ofLength(octets: Octets, length: number): Octets {
  if (octets.length === length) return octets;
  throw new Fault(
    `has ${octets.length} octets of data and says ${length}`,
    "Write the number of octets, which is half the number of hex digits.",
  );
}

function noGenericForm(text: string): Fault {
  return new Fault(
    `is ${JSON.stringify(text)}; expected ${EXPECTED}`,
    "The data of this type is written in the form for unknown types (RFC 3597 §5).",
  );
}
