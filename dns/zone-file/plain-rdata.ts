import { MAX_STRING_LENGTH } from "../fields/character-string.ts";
import { readIpv6 } from "../fields/ipv6.ts";
import { MAX_RDATA_LENGTH } from "../records/record-type.ts";
import { A, AAAA, MX, SRV, TXT } from "../type-numbers.ts";
import { plainNameEnd, putPlainName } from "./plain-name.ts";
import { afterBlanks, BLANK, DOT, LINE_END, ORDINARY, OTHER, PLAIN_KINDS, ZERO } from "./plain-octets.ts";

/**
 * Writes the wire form of a record's data, whose text begins at `from`, to `wire`, from `to` on. Gives where the text ends, -1 for
 * one that is not plain. `plainRdataEnd` is where the wire form ends.
 */
export function putPlainRdata(
  bytes: Uint8Array,
  from: number,
  wire: Uint8Array,
  to: number,
  type: number,
  origin: Uint8Array,
): number {
  switch (type) {
    case A:
      return putAddress(bytes, from, wire, to);
    case AAAA:
      return putLongAddress(bytes, from, wire, to);
    case TXT:
      return putStrings(bytes, from, wire, to);
    case MX:
      return putNumbersAndName(bytes, from, wire, to, 1, origin);
    case SRV:
      return putNumbersAndName(bytes, from, wire, to, 3, origin);
    default:
      return putNumbersAndName(bytes, from, wire, to, 0, origin);
  }
}

/** Where the wire form of the data that was put last ends. */
export let plainRdataEnd = 0;

function putAddress(bytes: Uint8Array, from: number, wire: Uint8Array, to: number): number {
  let at = from;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && bytes[at++] !== FULL_STOP) return -1;
    const first = at;
    let value = bytes[at]! - ZERO;
    if (value < 0 || value > 9) return -1;
    for (let digit = bytes[++at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) {
      value = value * 10 + digit;
      if (value > 255) return -1;
    }
    if (at - first > 1 && bytes[first] === ZERO) return -1;
    wire[to + part] = value;
  }
  plainRdataEnd = to + 4;
  return at;
}

function putLongAddress(bytes: Uint8Array, from: number, wire: Uint8Array, to: number): number {
  let at = from;
  while (isOfWord(bytes[at]!)) at += 1;
  if (!readIpv6(bytes, from, at, wire, to)) return -1;
  plainRdataEnd = to + 16;
  return at;
}

/** So many numbers of 16 bits, each with blanks behind it, and a name. */
function putNumbersAndName(
  bytes: Uint8Array,
  from: number,
  wire: Uint8Array,
  to: number,
  numbers: number,
  origin: Uint8Array,
): number {
  let at = from;
  let begin = to;
  for (let number = 0; number < numbers; number++) {
    const first = at;
    let value = 0;
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) {
      value = value * 10 + digit;
    }
    if (at === first || at - first > 5 || value > 0xffff || PLAIN_KINDS[bytes[at]!] !== BLANK) {
      return -1;
    }
    at = afterBlanks(bytes, at);
    wire[begin] = value >>> 8;
    wire[begin + 1] = value;
    begin += 2;
  }
  at = putPlainName(bytes, at, wire, begin, origin);
  plainRdataEnd = plainNameEnd;
  return at;
}

/** Strings, with quotes or without. */
function putStrings(bytes: Uint8Array, from: number, wire: Uint8Array, begin: number): number {
  let at = from;
  let to = begin;
  do {
    const lengthAt = to;
    if (lengthAt + 1 + MAX_STRING_LENGTH > wire.length) return -1; // the reader of entries makes room
    to += 1;
    const last = to + MAX_STRING_LENGTH;
    if (bytes[at] === DOUBLE_QUOTE) {
      for (let octet = bytes[++at]!; octet !== DOUBLE_QUOTE; octet = bytes[++at]!) {
        const kind = PLAIN_KINDS[octet]!;
        if (kind === OTHER || kind === LINE_END || to === last) return -1;
        wire[to++] = octet;
      }
      at += 1;
    } else {
      const first = at;
      for (let octet = bytes[at]!; isOfWord(octet); octet = bytes[++at]!) {
        if (to === last) return -1;
        wire[to++] = octet;
      }
      if (at === first) return -1;
    }
    wire[lengthAt] = to - lengthAt - 1;
    const kind = PLAIN_KINDS[bytes[at]!]!;
    if (kind !== BLANK && kind !== LINE_END) return -1;
    at = afterBlanks(bytes, at);
  } while (PLAIN_KINDS[bytes[at]!] !== LINE_END);
  if (to - begin > MAX_RDATA_LENGTH) return -1;
  plainRdataEnd = to;
  return at;
}

function isOfWord(octet: number): boolean {
  const kind = PLAIN_KINDS[octet];
  return kind === ORDINARY || kind === DOT;
}

const DOUBLE_QUOTE = 0x22;
const FULL_STOP = 0x2e;
