import { Fault } from "../fault.ts";
import type { Field } from "./field.ts";
import { hexOf } from "./hex.ts";
import { scalarText } from "./yaml-text.ts";

/** An EUI-48 address: `00-00-5e-00-53-2a` (RFC 7043 §3). */
export const eui48: Field<string> = eui(6);

/** An EUI-64 address: `00-00-5e-ef-10-00-00-2a` (RFC 7043 §4). */
export const eui64: Field<string> = eui(8);

function eui(octets: 6 | 8): Field<string> {
  const example = octets === 6 ? "00-00-5e-00-53-2a" : "00-00-5e-ef-10-00-00-2a";
  const expected = `${octets} pairs of hex digits with hyphens between, such as ${example}`;
  const shape = octets === 6 ? /^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/ : /^[0-9a-f]{2}(?:-[0-9a-f]{2}){7}$/;
  return {
    schema: { type: "string", examples: [example] },
    accept: (yaml) => checked(scalarText(yaml)),
    yaml: (address) => address,
    print: (address) => address,
    parse: (tokens, out) => {
      tokens.take(expected);
      out.octets(octetsOfEui(checked(tokens.text)));
    },
    write: (address, out) => out.octets(octetsOfEui(address)),
    read: (wire) => hexOf(wire.octets(octets)).replace(/..(?!$)/g, "$&-"),
    extent: octets,
  };

  function checked(text: string): string {
    const lower = text.toLowerCase();
    if (shape.test(lower)) return lower;
    throw new Fault(
      `is ${JSON.stringify(text)}; expected ${expected}`,
      "Write each octet as two hex digits.",
    );
  }
}

function octetsOfEui(address: string): string {
  return Buffer.from(address.replaceAll("-", ""), "hex").toString("latin1");
}
