import { HEX_DIGITS } from "./plain-addresses.ts";
import { afterGap, BLANK, PLAIN_KINDS } from "./plain-octets.ts";
import { plainRoom } from "./plain-room.ts";

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
  let word = text.getInt32(at, true);
  for (;;) {
    for (;;) {
      const group = (BASE64_PAIRS[word & 0xffff]! << 12) | BASE64_PAIRS[word >>> 16]!;
      if (group < 0) break;
      if (to > plainRoom) return -1; // the reader of entries makes room
      wire.setInt32(to, group << 8);
      to += 3;
      at += 4;
      word = text.getInt32(at, true);
    }
    if (PLAIN_KINDS[word & 0xff]! < BLANK) break;
    if (to === begin) return -1;
    at = afterGap(text, at);
    plainDigitsEnd = to;
    if (PLAIN_KINDS[text.getUint8(at)]! >= BLANK) return at;
    word = text.getInt32(at, true);
  }
  if (word >>> 24 !== EQUALS_SIGN || to > plainRoom) return -1;
  const pair = BASE64_PAIRS[word & 0xffff]!;
  const third = (word >>> 16) & 0xff;
  if (third === EQUALS_SIGN) {
    if (pair < 0 || (pair & 0xf) !== 0) return -1;
    wire.setUint8(to, pair >>> 4);
    plainDigitsEnd = to + 1;
  } else {
    const bits = (pair << 6) | BASE64[third]!;
    if (bits < 0 || (bits & 3) !== 0) return -1;
    wire.setInt16(to, bits >>> 2);
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
  let bits = 0;
  let count = 0;
  for (let digit = BASE32[text.getUint8(at)]!; digit >= 0; digit = BASE32[text.getUint8(at)]!) {
    at += 1;
    bits = ((bits << 5) | digit) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    if (to > plainRoom) return -1;
    wire.setUint8(to, bits >>> count);
    to += 1;
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
  for (;;) {
    const word = text.getUint16(at, true);
    const octet = (HEX_DIGITS[word & 0xff]! << 4) | HEX_DIGITS[word >>> 8]!;
    if (octet < 0) break;
    if (to > plainRoom) return -1;
    wire.setUint8(to, octet);
    to += 1;
    at += 2;
  }
  plainDigitsEnd = to;
  return to === begin || PLAIN_KINDS[text.getUint8(at)]! < BLANK ? -1 : at;
}

const EQUALS_SIGN = 0x3d;
const HYPHEN = 0x2d;

const BASE64_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64 = valuesOf(BASE64_DIGITS);
const BASE32 = valuesOf("0123456789abcdefghijklmnopqrstuv");
for (let octet = 0x41; octet <= 0x56; octet++) BASE32[octet] = BASE32[octet | 0x20]!;

/** The 12 bits of two digits, the first of them in the lower octet; less than 0 where one is none. */
const BASE64_PAIRS = new Int16Array(0x10000).fill(-1);
for (let second = 0; second < 64; second++) {
  const row = BASE64_DIGITS.charCodeAt(second) << 8;
  for (let first = 0; first < 64; first++) {
    BASE64_PAIRS[row | BASE64_DIGITS.charCodeAt(first)] = (first << 6) | second;
  }
}

/** The value of each digit by its octet, -1 for every other. */
function valuesOf(digits: string): Int8Array {
  const values = new Int8Array(256).fill(-1);
  for (let value = 0; value < digits.length; value++) values[digits.charCodeAt(value)] = value;
  return values;
}
