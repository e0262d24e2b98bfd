import { Fault } from "../fault.ts";
import { portableTypeName, typeCode } from "../types.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/** A record type: two octets, a mnemonic or `TYPEnnn` as text (RFC 4034 §3.2). The value is its number. */
export const recordTypeCode: Field<number> = {
  schema: { type: "string", examples: ["A", "TYPE65280"] },
  accept: (yaml) => typeCodeOf(scalarText(yaml)),
  yaml: portableTypeName,
  print: portableTypeName,
  parse: (tokens, out) => {
    tokens.take("a record type such as A");
    out.u16(typeCodeOf(tokens.text));
  },
  write: (code, out) => out.u16(code),
  read: (wire) => wire.u16(),
  extent: 2,
};

/**
 * The same, where zone files older than `TYPEnnn` have the plain number of a type without a mnemonic (RFC
 * 2535 §7).
 */
export const oldTypeCode: Field<number> = {
  ...recordTypeCode,
  accept: (yaml) => oldTypeCodeOf(scalarText(yaml)),
  parse: (tokens, out) => {
    tokens.take("a record type such as A");
    out.u16(oldTypeCodeOf(tokens.text));
  },
};

/** The number of the type that a text names or, as it is, numbers. */
export function oldTypeCodeOf(text: string): number {
  return typeCodeOf(/^[0-9]{1,5}$/.test(text) ? `TYPE${Number(text)}` : text);
}

/** The number of the type that a text names. */
export function typeCodeOf(text: string): number {
  const code = typeCode(text);
  if (code !== undefined) return code;
  throw new Fault(
    `is ${JSON.stringify(text)}; expected a record type such as A`,
    "Write a type's mnemonic, or TYPE and its number.",
    "unknown-type",
  );
}
