import { DOT, ORDINARY, PLAIN_KINDS } from "./plain-octets.ts";

/*
 * Four octets at a time, as a number whose lowest octet is the first. Tables of pairs of octets say how many from the first on are of a kind,
 * which takes half as long as to look at each.
 */

/** The same octets stand here and there. */
export function areSame(text: DataView, here: number, there: number, length: number): boolean {
  let at = 0;
  for (; at + 4 <= length; at += 4) if (text.getInt32(here + at) !== text.getInt32(there + at)) return false;
  for (; at < length; at++) if (text.getUint8(here + at) !== text.getUint8(there + at)) return false;
  return true;
}

/** How many octets from the first on stand for themselves in a label. */
export function labelOctets(word: number): number {
  const first = LABEL_PAIRS[word & 0xffff]!;
  return first < 2 ? first : 2 + LABEL_PAIRS[word >>> 16]!;
}

/** The same for a string without quotes. */
export function wordOctets(word: number): number {
  const first = WORD_PAIRS[word & 0xffff]!;
  return first < 2 ? first : 2 + WORD_PAIRS[word >>> 16]!;
}

/** The same for a string in quotes: all but a quote, a backslash, a line end and an octet 0. */
export function quotedOctets(word: number): number {
  const first = QUOTED_PAIRS[word & 0xffff]!;
  return first < 2 ? first : 2 + QUOTED_PAIRS[word >>> 16]!;
}

/** All four octets can be seen (space included), and none is a quote or a backslash: what most of a text is. */
export function isVisible(word: number): boolean {
  const quotes = word ^ 0x22222222;
  const backslashes = word ^ 0x5c5c5c5c;
  // Of an octet less than 0x20, or than 1, the highest bit is set by the difference; one that has it already is no ASCII.
  const found =
    ((word - 0x20202020) & ~word) |
    ((quotes - 0x01010101) & ~quotes) |
    ((backslashes - 0x01010101) & ~backslashes) |
    word;
  return (found & 0x80808080) === 0;
}

const NOT_IN_QUOTES: readonly number[] = [0, 0x0a, 0x0d, 0x22, 0x5c];

const LABEL_PAIRS = pairs((octet) => PLAIN_KINDS[octet] === ORDINARY);
const WORD_PAIRS = pairs((octet) => PLAIN_KINDS[octet] === ORDINARY || PLAIN_KINDS[octet] === DOT);
const QUOTED_PAIRS = pairs((octet) => !NOT_IN_QUOTES.includes(octet));

/** By two octets, the lower one first: how many are of a kind before one that is not. */
function pairs(isOfKind: (octet: number) => boolean): Uint8Array {
  const counts = new Uint8Array(0x10000);
  const singles = Uint8Array.from({ length: 256 }, (_, octet) => (isOfKind(octet) ? 1 : 0));
  const doubles = singles.map((single) => 2 * single);
  for (let second = 0; second < 256; second++) {
    counts.set(singles[second] === 1 ? doubles : singles, second << 8);
  }
  return counts;
}
