import { MAX_STRING_LENGTH } from "../fields/character-string.ts";
import { afterGap, BLANK, PLAIN_KINDS } from "./plain-octets.ts";
import { plainRoom } from "./plain-room.ts";
import { isVisible, quotedOctets, wordOctets } from "./plain-words.ts";

/**
 * Writes the strings that take the rest of the data (RFC 1035 §3.3.14), in quotes or not, to `wire`, from `begin` on. Gives where their text
 * ends, -1 for what is not plain. `plainStringEnd` is where their wire form ends.
 */
export function putPlainStrings(text: DataView, from: number, wire: DataView, begin: number): number {
  let at = from;
  let to = begin;
  do {
    at = putPlainString(text, at, wire, to);
    if (at < 0 || PLAIN_KINDS[text.getUint8(at)]! < BLANK) return -1;
    to = plainStringEnd;
    at = afterGap(text, at);
  } while (PLAIN_KINDS[text.getUint8(at)]! < BLANK);
  return at;
}

/** The same for a single string. */
export function putPlainString(text: DataView, from: number, wire: DataView, lengthAt: number): number {
  const begin = lengthAt + 1;
  if (begin + MAX_STRING_LENGTH > plainRoom) return -1; // the reader of entries makes room
  const isQuoted = text.getUint8(from) === DOUBLE_QUOTE;
  const at = isQuoted
    ? putQuoted(text, from + 1, wire, begin, begin + MAX_STRING_LENGTH)
    : putWord(text, from, wire, begin);
  wire.setUint8(lengthAt, plainStringEnd - begin);
  return at;
}

/** The tag of CAA: a length octet, and so many letters and digits (RFC 8659 §4.1). */
export function putPlainTag(text: DataView, from: number, wire: DataView, lengthAt: number): number {
  const begin = lengthAt + 1;
  const at = putWord(text, from, wire, begin);
  for (let octet = from; octet < at; octet++) if (IS_ALPHANUMERIC[text.getUint8(octet)] === 0) return -1;
  wire.setUint8(lengthAt, plainStringEnd - begin);
  return at;
}

/** A text in quotes without a length octet that takes the rest of the data, and is not empty (the value of CAA, RFC 8659 §4.4). */
export function putPlainText(text: DataView, from: number, wire: DataView, begin: number): number {
  if (text.getUint8(from) !== DOUBLE_QUOTE) return -1;
  const at = putQuoted(text, from + 1, wire, begin, plainRoom);
  return plainStringEnd === begin ? -1 : at;
}

function putQuoted(text: DataView, from: number, wire: DataView, begin: number, limit: number): number {
  let at = from;
  let to = begin;
  for (;;) {
    let word = text.getInt32(at, true);
    while (isVisible(word) && to <= limit) {
      wire.setInt32(to, word, true);
      at += 4;
      to += 4;
      word = text.getInt32(at, true);
    }
    if (to > limit) return -1;
    wire.setInt32(to, word, true);
    const octets = quotedOctets(word);
    at += octets;
    to += octets;
    if (octets === 4) continue;
    const octet = text.getUint8(at);
    at += 1;
    if (octet === DOUBLE_QUOTE) break;
    if (octet !== BACKSLASH) return -1;
    const escaped = text.getUint8(at);
    if (IS_ESCAPED[escaped] === 0) return -1;
    wire.setUint8(to, escaped);
    at += 1;
    to += 1;
  }
  plainStringEnd = to;
  return to > limit ? -1 : at;
}

function putWord(text: DataView, from: number, wire: DataView, begin: number): number {
  const limit = begin + MAX_STRING_LENGTH;
  let at = from;
  let to = begin;
  let octets: number;
  do {
    if (to > limit) return -1;
    const word = text.getInt32(at, true);
    wire.setInt32(to, word, true);
    octets = wordOctets(word);
    at += octets;
    to += octets;
  } while (octets === 4);
  plainStringEnd = to;
  return at === from || to > limit ? -1 : at;
}

/** Where the strings that were put last end. */
export let plainStringEnd = 0;

const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What a backslash makes stand for itself (RFC 1035 §5.1): of what can be seen, all but digits. */
const IS_ESCAPED = new Uint8Array(256);
for (let octet = 0x21; octet < 0x7f; octet++) IS_ESCAPED[octet] = octet < 0x30 || octet > 0x39 ? 1 : 0;

const IS_ALPHANUMERIC = new Uint8Array(256);
for (const octet of Buffer.from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
  IS_ALPHANUMERIC[octet] = 1;
