import { Fault } from "../fault.ts";
import { type Octets, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * Octets after a length octet, one at least, in Base32 with the extended hex alphabet, without padding or spaces
 * and in any case (the next hashed owner of NSEC3, RFC 5155 §3.3; RFC 4648 §7). The value is the octets.
 */
export const base32hex: Field<Octets> = {
  schema: { type: "string", minLength: 2 },
  accept: (yaml) => {
    const digits = scalarText(yaml);
    const bad = /[^0-9A-Va-v]/u.exec(digits);
    if (bad !== null) throw noDigit(bad[0]);
    const out = new Writer(digits.length);
    decode(Buffer.from(digits, "latin1"), 0, digits.length, out);
    return sized(out.since(0));
  },
  yaml: base32hexOf,
  print: base32hexOf,
  parse: (tokens, out) => {
    tokens.take("Base32 with the extended hex alphabet");
    const lengthAt = out.length;
    out.u8(0);
    decode(tokens.bytes, tokens.start, tokens.end, out);
    out.bytes[lengthAt] = checkedLength(out.length - lengthAt - 1);
  },
  write: (octets, out) => {
    out.u8(sized(octets).length);
    out.octets(octets);
  },
  read: (wire) => sized(wire.octets(wire.u8())),
  extent: "string",
};

const ALPHABET = "0123456789abcdefghijklmnopqrstuv";

function base32hexOf(octets: Octets): string {
  let text = "";
  let bits = 0;
  let count = 0;
  for (let at = 0; at < octets.length; at++) {
    bits = ((bits << 8) | octets.charCodeAt(at)) & 0xfff;
    count += 8;
    while (count >= 5) {
      count -= 5;
      text += ALPHABET[(bits >>> count) & 31];
    }
  }
  return count === 0 ? text : text + ALPHABET[(bits << (5 - count)) & 31];
}

/** Decodes the digits from `start` to `end`; whatever we would not write is a fault. */
function decode(bytes: Uint8Array, start: number, end: number, out: Writer): void {
  let bits = 0;
  let count = 0;
  for (let at = start; at < end; at++) {
    const value = VALUES[bytes[at]!]!;
    if (value < 0) throw noDigit(String.fromCharCode(bytes[at]!));
    bits = ((bits << 5) | value) & 0xfff;
    count += 5;
    if (count >= 8) {
      count -= 8;
      out.u8((bits >>> count) & 0xff);
    }
  }
  if (count < 5 && (bits & ((1 << count) - 1)) === 0) return;
  throw new Fault(`has ${end - start} characters of Base32 that do not end an octet`, HELP);
}

const VALUES = new Int8Array(256).fill(-1);
for (let value = 0; value < 32; value++) {
  VALUES[ALPHABET.charCodeAt(value)] = value;
  VALUES[ALPHABET.toUpperCase().charCodeAt(value)] = value;
}

function sized(octets: Octets): Octets {
  checkedLength(octets.length);
  return octets;
}

function checkedLength(length: number): number {
  if (length >= 1 && length <= 255) return length;
  throw new Fault(`is ${length} octets long; expected 1 to 255`, HELP);
}

function noDigit(found: string): Fault {
  return new Fault(`has the character ${JSON.stringify(found)}; expected 0 to 9 or a to v`, HELP);
}

const HELP = "Copy the whole hash again.";
