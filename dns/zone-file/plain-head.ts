import { MAX_TTL, ttlOfOctets } from "../ttl.ts";
import { afterGap, BLANK, PLAIN_KINDS, ZERO } from "./plain-octets.ts";
import { CLASS_IN, plainType, plainTypeEnd } from "./plain-types.ts";

/**
 * Takes TTL, class and type of the record whose first word behind the owner begins at `from`; `bytes` are those of `text`. Gives where its data begins, -1 for what is
 * not plain. `plainHeadType` and `plainHeadTtl` are what it says.
 */
export function takePlainHead(text: DataView, bytes: Uint8Array, from: number): number {
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
