import { HEX_DIGITS } from "./plain-addresses.ts";
import { afterGap, BLANK, PLAIN_KINDS } from "./plain-octets.ts";

/*
 * Octets as digits. Each function writes the octets whose digits begin at `from` to `wire`, from `to` on, and gives where the digits end,
 * -1 for what is none. `plainDigitsEnd` is where the octets end.
 */

/** Where the octets that were put last end. */
export let plainDigitsEnd = 0;

/** Base64 that takes the rest of the data (RFC 4648 §4), cut by blanks between whole groups of four at most. */
export function putPlainBase64(text: DataView, from: number, wire: DataView, begin: number): number {
  let at = from;
  let to = begin;
  const last = text.byteLength - 3;
  const room = wire.byteLength - 2;
  for (;;) {
    while (at < last && to < room) {
      const group =
        (BASE64[text.getUint8(at)]! << 18) |
        (BASE64[text.getUint8(at + 1)]! << 12) |
        (BASE64[text.getUint8(at + 2)]! << 6) |
        BASE64[text.getUint8(at + 3)]!;
      if (group < 0) break;
      wire.setUint8(to, group >>> 16);
      wire.setUint8(to + 1, group >>> 8);
      wire.setUint8(to + 2, group);
      to += 3;
      at += 4;
    }
    if (PLAIN_KINDS[text.getUint8(at)]! < BLANK) break;
    if (to === begin) return -1;
    at = afterGap(text, at);
    plainDigitsEnd = to;
    if (PLAIN_KINDS[text.getUint8(at)]! >= BLANK) return at;
  }
  if (at >= last || to >= room || text.getUint8(at + 3) !== EQUALS_SIGN) return -1;
  const bits = (BASE64[text.getUint8(at)]! << 12) | (BASE64[text.getUint8(at + 1)]! << 6);
  if (text.getUint8(at + 2) === EQUALS_SIGN) {
    if (bits < 0 || (bits & 0x3ff) !== 0) return -1;
    wire.setUint8(to, bits >>> 10);
    plainDigitsEnd = to + 1;
  } else {
    const more = bits | BASE64[text.getUint8(at + 2)]!;
    if (more < 0 || (more & 3) !== 0) return -1;
    wire.setUint8(to, more >>> 10);
    wire.setUint8(to + 1, more >>> 2);
    plainDigitsEnd = to + 2;
  }
  return at + 4;
}

/** Hex digits that take the rest of the data (RFC 4034 §5.3), cut by blanks between whole octets at most. */
export function putPlainHex(text: DataView, from: number, wire: DataView, begin: number): number {
  let at = from;
  let to = begin;
  do {
    at = putHexWord(text, at, wire, to);
    if (at < 0) return -1;
    to = plainDigitsEnd;
    at = afterGap(text, at);
  } while (PLAIN_KINDS[text.getUint8(at)]! < BLANK);
  return at;
}

/** A length octet, and so many octets in hex digits; `-` for none (the salt of NSEC3, RFC 5155 §3.3). */
export function putPlainSalt(text: DataView, from: number, wire: DataView, to: number): number {
  if (text.getUint8(from) === HYPHEN) {
    wire.setUint8(to, 0);
    plainDigitsEnd = to + 1;
    return from + 1;
  }
  const at = putHexWord(text, from, wire, to + 1);
  const length = plainDigitsEnd - to - 1;
  if (at < 0 || length > 255) return -1;
  wire.setUint8(to, length);
  return at;
}

/** A length octet, and so many octets in Base32 with the extended hex alphabet (RFC 5155 §3.3; RFC 4648 §7). */
export function putPlainBase32(text: DataView, from: number, wire: DataView, begin: number): number {
  let at = from;
  let to = begin + 1;
  const room = wire.byteLength;
  let bits = 0;
  let count = 0;
  for (let digit = BASE32[text.getUint8(at)]!; digit >= 0; digit = BASE32[text.getUint8(++at)]!) {
    bits = ((bits << 5) | digit) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    if (to === room) return -1;
    wire.setUint8(to++, bits >>> count);
  }
  const length = to - begin - 1;
  if (length === 0 || length > 255 || count >= 5 || (bits & ((1 << count) - 1)) !== 0) return -1;
  wire.setUint8(begin, length);
  plainDigitsEnd = to;
  return at;
}

function putHexWord(text: DataView, from: number, wire: DataView, begin: number): number {
  let at = from;
  let to = begin;
  const last = text.byteLength - 1;
  const room = wire.byteLength;
  while (at < last && to < room) {
    const octet = (HEX_DIGITS[text.getUint8(at)]! << 4) | HEX_DIGITS[text.getUint8(at + 1)]!;
    if (octet < 0) break;
    wire.setUint8(to++, octet);
    at += 2;
  }
  plainDigitsEnd = to;
  return to === begin || PLAIN_KINDS[text.getUint8(at)]! < BLANK ? -1 : at;
}

const EQUALS_SIGN = 0x3d;
const HYPHEN = 0x2d;

const BASE64 = valuesOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const BASE32 = valuesOf("0123456789abcdefghijklmnopqrstuv");
for (let octet = 0x41; octet <= 0x56; octet++) BASE32[octet] = BASE32[octet | 0x20]!;

/** The value of each digit by its octet, -1 for every other. */
function valuesOf(digits: string): Int8Array {
  const values = new Int8Array(256).fill(-1);
  for (let value = 0; value < digits.length; value++) values[digits.charCodeAt(value)] = value;
  return values;
}
