import { Fault } from "../fault.ts";
import { portableTypeName } from "../types.ts";
import type { Reader, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { typeCodeOf } from "./type-code.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * A set of record types that takes the rest of the rdata: windows of 256 types, each a bitmap without trailing
 * zero octets (RFC 4034 §4.1.2). The value is their numbers, ascending; the empty set is no octets at all.
 */
export const typeBitmap: Field<readonly number[]> = {
  schema: { type: "array", items: { type: "string" }, uniqueItems: true, examples: [["A", "MX", "RRSIG"]] },
  accept: (yaml) => {
    if (!Array.isArray(yaml))
      throw new Fault("is no list; expected a list of record types", "Write [A, MX].");
    return ascending(yaml.map((item) => typeCodeOf(scalarText(item))));
  },
  yaml: (types) => types.map(portableTypeName),
  print: (types) => types.map(portableTypeName).join(" "),
  parse: (tokens, out) => {
    const types: number[] = [];
    let sorted = true;
    while (tokens.left > 0) {
      tokens.take("a record type");
      const code = typeCodeOf(tokens.text);
      sorted &&= types.length === 0 || code > types[types.length - 1]!;
      types.push(code);
    }
    writeTypes(sorted ? types : ascending(types), out);
  },
  write: writeTypes,
  read: readTypes,
  extent: "rest",
};

function ascending(types: readonly number[]): readonly number[] {
  return [...new Set(types)].sort((a, b) => a - b);
}

function writeTypes(types: readonly number[], out: Writer): void {
  let next = 0;
  while (next < types.length) {
    const window = types[next]! >>> 8;
    out.u8(window);
    const lengthAt = out.length;
    out.u8(0);
    for (; next < types.length && types[next]! >>> 8 === window; next++) {
      const bit = types[next]! & 0xff;
      while (out.length <= lengthAt + 1 + (bit >>> 3)) out.u8(0);
      out.bytes[lengthAt + 1 + (bit >>> 3)]! |= 0x80 >>> (bit & 7);
    }
    out.bytes[lengthAt] = out.length - lengthAt - 1;
  }
}

function readTypes(wire: Reader): readonly number[] {
  const types: number[] = [];
  let lastWindow = -1;
  while (wire.left > 0) {
    const window = wire.u8();
    if (window <= lastWindow) throw malformed(`has window ${window} after window ${lastWindow}`);
    lastWindow = window;
    const length = wire.u8();
    if (length < 1 || length > 32) throw malformed(`has a window of ${length} octets; expected 1 to 32`);
    for (let octet = 0; octet < length; octet++) {
      const bits = wire.u8();
      if (bits === 0 && octet === length - 1) throw malformed("has a window that ends in a zero octet");
      for (let bit = 0; bit < 8; bit++) {
        if (bits & (0x80 >>> bit)) types.push((window << 8) | (octet << 3) | bit);
      }
    }
  }
  return types;
}

function malformed(message: string): Fault {
  return new Fault(message, "Make the bitmap again from its list of types.");
}
