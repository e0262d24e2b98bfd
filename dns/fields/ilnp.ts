import { Fault } from "../fault.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * A 64-bit node identifier or locator of ILNP: four groups of up to four hex digits, `2001:db8:1140:1000`,
 * without `::` (RFC 6742 §2.1.2, §2.3.2). The value has all sixteen digits.
 */
export const ilnp64: Field<string> = {
  schema: { type: "string", examples: ["2001:0db8:1140:1000"] },
  accept: (yaml) => checked(scalarText(yaml)),
  yaml: (value) => value,
  print: (value) => value,
  parse: (tokens, out) => {
    tokens.take(EXPECTED);
    for (const group of checked(tokens.text).split(":")) out.u16(Number.parseInt(group, 16));
  },
  write: (value, out) => {
    for (const group of checked(value).split(":")) out.u16(Number.parseInt(group, 16));
  },
  read: (wire) => Array.from({ length: 4 }, () => wire.u16().toString(16).padStart(4, "0")).join(":"),
  extent: 8,
};

const EXPECTED = "four groups of hex digits with colons between, such as 2001:0db8:1140:1000";

function checked(text: string): string {
  if (/^[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}$/i.test(text)) {
    const groups = text.toLowerCase().split(":");
    return groups.map((group) => group.padStart(4, "0")).join(":");
  }
  throw new Fault(
    `is ${JSON.stringify(text)}; expected ${EXPECTED}`,
    "Write all four groups; :: is not allowed here.",
  );
}
