import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import type { Reader, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { typeBitmap } from "./type-bitmap.ts";
import { oldTypeCodeOf } from "./type-code.ts";

/**
 * The set of record types of NXT, which takes the rest of the rdata: one bitmap of the types 1 to 127 without
 * trailing zero octets (RFC 2535 §5.2). The value is their numbers, ascending.
 */
export const nxtTypes: Field<readonly number[]> = {
  ...typeBitmap,
  parse: (tokens, out) => {
    const types: number[] = [];
    while (tokens.left > 0) types.push(takeType(tokens));
    writeTypes(
      [...new Set(types)].sort((a, b) => a - b),
      out,
    );
  },
  write: writeTypes,
  read: readTypes,
};

const MOST = 127; // bit 0 would say that the bitmap has another form, which nobody defined

function takeType(tokens: Tokens): number {
  tokens.take("a record type");
  return oldTypeCodeOf(tokens.text);
}

function writeTypes(types: readonly number[], out: Writer): void {
  if (types.length === 0)
    throw new Fault("has no types; expected one at least", "Write NXT, which is always there.");
  const begin = out.length;
  for (const type of types) {
    if (type < 1 || type > MOST) throw notCovered(type);
    while (out.length <= begin + (type >>> 3)) out.u8(0);
    out.bytes[begin + (type >>> 3)]! |= 0x80 >>> (type & 7);
  }
}

function readTypes(wire: Reader): readonly number[] {
  const types: number[] = [];
  const length = wire.left;
  if (length < 1 || length > 16) {
    throw malformed(`has a bitmap of ${length} octets; expected 1 to 16`);
  }
  for (let octet = 0; octet < length; octet++) {
    const bits = wire.u8();
    if (bits === 0 && octet === length - 1) throw malformed("has a bitmap that ends in a zero octet");
    for (let bit = 0; bit < 8; bit++) if (bits & (0x80 >>> bit)) types.push((octet << 3) | bit);
  }
  if (types[0] === 0) throw notCovered(0);
  return types;
}

function notCovered(type: number): Fault {
  return new Fault(
    `has type ${type}; expected types from 1 to ${MOST}`,
    "NXT has no place for it; leave it out.",
  );
}

function malformed(message: string): Fault {
  return new Fault(message, "Make the bitmap again from its list of types.");
}
