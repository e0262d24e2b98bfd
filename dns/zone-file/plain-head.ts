import { MAX_TTL, ttlOfOctets } from "../ttl.ts";
import { afterGap, BLANK, PLAIN_KINDS, plainDepth, plainLines, ZERO } from "./plain-octets.ts";
import { CLASS_IN, plainType, plainTypeEnd } from "./plain-types.ts";
import { areSame } from "./plain-words.ts";

/**
 * Takes TTL, class and type of the record, and the blanks before them, from the end of its owner on; `bytes` are those of `text`. Gives where its data begins, -1
 * for what is not plain. `plainHeadType` and `plainHeadTtl` are what it says. A file has few different heads, mostly one behind another as before: the one
 * that followed the last is looked for first.
 */
export function takePlainHead(text: DataView, bytes: Uint8Array, from: number): number {
  let head = FOLLOWERS[last]!;
  if (!standsAt(text, from, head)) {
    head = HEADS - 1;
    while (head >= 0 && !standsAt(text, from, head)) head -= 1;
    if (head < 0) {
      const at = readHead(text, bytes, afterGap(text, from));
      if (at >= 0 && plainDepth === 0 && plainLines === 0) remember(from, at - from);
      return at;
    }
    FOLLOWERS[last] = head;
  }
  last = head;
  plainHeadType = TYPES[head]!;
  plainHeadTtl = TTLS[head]!;
  return from + LENGTHS[head]!;
}

/** A head that was taken stands there, too, and data behind it. */
function standsAt(text: DataView, from: number, head: number): boolean {
  const length = LENGTHS[head]!;
  return (
    length > 0 &&
    areSame(text, from, PLACES[head]!, length) &&
    PLAIN_KINDS[text.getUint8(from + length)]! < BLANK
  );
}

/** What follows is in the source with this number. */
export function headsIn(source: number): void {
  if (source !== current) LENGTHS.fill(0);
  current = source;
}

let current = 0;

const MOST_PLACES = 0x7fffffff; // have room in 32 bits

// Heads that were taken: where they stand in the text, and what they say.
const HEADS = 8; // a power of two
const PLACES = new Int32Array(HEADS);
const LENGTHS = new Int32Array(HEADS);
const TYPES = new Int32Array(HEADS);
const TTLS = new Int32Array(HEADS);
/** The head that followed this one last. */
const FOLLOWERS = new Int32Array(HEADS);
let last = 0;
let oldest = 0;

function remember(from: number, length: number): void {
  if (from > MOST_PLACES) return;
  const head = oldest;
  oldest = (oldest + 1) & (HEADS - 1);
  PLACES[head] = from;
  LENGTHS[head] = length;
  TYPES[head] = plainHeadType;
  TTLS[head] = plainHeadTtl;
  FOLLOWERS[last] = head;
  last = head;
}

function readHead(text: DataView, bytes: Uint8Array, from: number): number {
  let at = from;
  let hasClass = false;
  plainHeadTtl = -1;
  for (;;) {
    const first = text.getUint8(at) - ZERO;
    if (first >= 0 && first <= 9) {
      if (plainHeadTtl >= 0) return -1;
      at = takeTtl(text, bytes, at);
      if (at < 0) return -1;
    } else if (isClassIn(text.getInt32(at, true))) {
      if (hasClass) return -1;
      hasClass = true;
      at += 2;
    } else {
      const type = plainType(text, at);
      if (type < 0 || type === CLASS_IN) return -1;
      at = plainTypeEnd;
      if (PLAIN_KINDS[text.getUint8(at)]! < BLANK) return -1;
      plainHeadType = type;
      return afterGap(text, at);
    }
    at = afterGap(text, at);
  }
}

/** The type's number. */
export let plainHeadType = 0;

/** Seconds, -1 where none are stated. */
export let plainHeadTtl = -1;

/** IN in any case, with a space or a tab behind it. */
function isClassIn(word: number): boolean {
  const blank = (word >>> 16) & 0xff;
  return (word & 0xdfdf) === 0x4e49 && (blank === 0x20 || blank === 0x09);
}

function takeTtl(text: DataView, bytes: Uint8Array, from: number): number {
  let at = from;
  let seconds = 0;
  for (let digit = text.getUint8(at) - ZERO; digit >= 0 && digit <= 9; digit = text.getUint8(++at) - ZERO) {
    seconds = seconds * 10 + digit;
  }
  if (PLAIN_KINDS[text.getUint8(at)]! < BLANK) {
    while (PLAIN_KINDS[text.getUint8(at)]! < BLANK) at += 1; // it has units
    plainHeadTtl = ttlOfOctets(bytes, from, at);
    return plainHeadTtl < 0 ? -1 : at;
  }
  if (at - from > MOST_DIGITS || seconds > MAX_TTL) return -1;
  plainHeadTtl = seconds;
  return at;
}

const MOST_DIGITS = 10;
