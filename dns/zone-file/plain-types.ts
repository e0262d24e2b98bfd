import { MNEMONICS, typeCode } from "../types.ts";
import { afterGap, BLANK, PLAIN_KINDS } from "./plain-octets.ts";

/**
 * The number of the type whose mnemonic begins at `from`, in any case; `CLASS_IN` for IN, -1 for all else. `plainWordEnd` is where it ends.
 */
export function plainType(text: DataView, from: number): number {
  let at = from;
  let first = 0;
  let second = 0;
  for (let value = LETTERS[text.getUint8(at)]!; value !== 0; value = LETTERS[text.getUint8(++at)]!) {
    if (first < FULL) first = (first << 6) | value;
    else if (second < FULL) second = (second << 6) | value;
    else return -1;
  }
  if (first === 0) return -1;
  plainWordEnd = at;
  for (let slot = slotOf(first, second); ; slot = (slot + 1) & LAST_SLOT) {
    if (FIRSTS[slot] === first && SECONDS[slot] === second) return TYPES[slot]!;
    if (FIRSTS[slot] === 0) return -1;
  }
}

/** Where the word that was looked up last ends. */
export let plainWordEnd = 0;

/** What `plainType` gives for IN, which is no type. */
export const CLASS_IN = 0x10000;

/**
 * Writes the set of types that takes the rest of the data (RFC 4034 §4.1.2), where it is in ascending order, to `wire`, from `to` on.
 * Gives where its text ends, -1 for what is none. `plainTypesEnd` is where its wire form ends.
 */
export function putPlainTypes(text: DataView, from: number, wire: DataView, begin: number): number {
  let at = from;
  let to = begin;
  let lengthAt = -1;
  let window = -1;
  let last = -1;
  while (PLAIN_KINDS[text.getUint8(at)]! < BLANK) {
    const type = plainType(text, at);
    if (type <= last || type === CLASS_IN || PLAIN_KINDS[text.getUint8(plainWordEnd)]! < BLANK) return -1;
    last = type;
    if (type >>> 8 !== window) {
      window = type >>> 8;
      if (to + 2 + 32 > wire.byteLength) return -1;
      wire.setUint8(to, window);
      lengthAt = to + 1;
      to += 2;
    }
    const octet = lengthAt + 1 + ((type & 0xff) >>> 3);
    while (to <= octet) wire.setUint8(to++, 0);
    wire.setUint8(octet, wire.getUint8(octet) | (0x80 >>> (type & 7)));
    wire.setUint8(lengthAt, to - lengthAt - 1);
    at = afterGap(text, plainWordEnd);
  }
  plainTypesEnd = to;
  return at;
}

/** Where the set of types that was put last ends. */
export let plainTypesEnd = 0;

// A word is two numbers, its first five letters and the others, six bits for each. What is longer is no plain word.
const LETTERS = new Uint8Array(256);
for (let letter = 1; letter <= 26; letter++) LETTERS[0x40 | letter] = LETTERS[0x60 | letter] = letter;
for (let digit = 0; digit <= 9; digit++) LETTERS[0x30 + digit] = 27 + digit;
const FULL = 2 ** 24; // five letters, for none is 0

const LAST_SLOT = 0x1ff;
const FIRSTS = new Int32Array(LAST_SLOT + 1);
const SECONDS = new Int32Array(LAST_SLOT + 1);
const TYPES = new Int32Array(LAST_SLOT + 1);

function slotOf(first: number, second: number): number {
  return (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 23;
}

function remember(word: string, type: number): void {
  const values = Array.from(word, (letter) => LETTERS[letter.charCodeAt(0)]!);
  if (values.includes(0) || values.length > 10) return;
  const [first, second] = [values.slice(0, 5), values.slice(5)].map((part) =>
    part.reduce((number, value) => (number << 6) | value, 0),
  ) as [number, number];
  let slot = slotOf(first, second);
  while (FIRSTS[slot] !== 0) slot = (slot + 1) & LAST_SLOT;
  FIRSTS[slot] = first;
  SECONDS[slot] = second;
  TYPES[slot] = type;
}

remember("IN", CLASS_IN);
for (const mnemonic of MNEMONICS) remember(mnemonic, typeCode(mnemonic)!);
