import { MAX_LABEL_LENGTH, MAX_NAME_LENGTH } from "../name.ts";
import { BLANK, PLAIN_KINDS } from "./plain-octets.ts";
import { type PlainOrigin, putPlainOrigin } from "./plain-origin.ts";
import { labelOctets } from "./plain-words.ts";

/**
 * Writes the wire form of the name that begins at `from` to `wire`, from `begin` on; a relative one is completed with `origin`. Gives where its text ends, -1 for a name that is not plain or none.
 * `plainNameEnd` is where its wire form ends.
 */
export function putPlainName(
  text: DataView,
  from: number,
  wire: DataView,
  begin: number,
  origin: PlainOrigin,
): number {
  const limit = begin + MAX_NAME_LENGTH;
  let at = from;
  let to = begin + 1;
  let lengthAt = begin;
  for (;;) {
    let octets: number;
    do {
      if (to > limit) return -1;
      const word = text.getInt32(at, true);
      wire.setInt32(to, word, true);
      octets = labelOctets(word);
      at += octets;
      to += octets;
    } while (octets === 4);
    const length = to - lengthAt - 1;
    const octet = text.getUint8(at);
    if (octet !== FULL_STOP) {
      if (length === 0) {
        if (at === from) return octet === AT_SIGN ? putOrigin(text, at + 1, wire, begin, origin) : -1;
        wire.setUint8(lengthAt, 0);
      } else {
        if (length > MAX_LABEL_LENGTH || origin.wire.length === 0) return -1;
        wire.setUint8(lengthAt, length);
        to = putPlainOrigin(origin, wire, to);
      }
      plainNameEnd = to;
      return PLAIN_KINDS[octet]! >= BLANK && to <= limit ? at : -1;
    }
    at += 1;
    if (length === 0) return at === from + 1 ? putRoot(text, at, wire, begin) : -1;
    if (length > MAX_LABEL_LENGTH) return -1;
    wire.setUint8(lengthAt, length);
    lengthAt = to;
    to += 1;
  }
}

/** Where the wire form of the name that was put last ends. */
export let plainNameEnd = 0;

/** An @ alone is the origin. */
function putOrigin(
  text: DataView,
  after: number,
  wire: DataView,
  begin: number,
  origin: PlainOrigin,
): number {
  if (PLAIN_KINDS[text.getUint8(after)]! < BLANK || origin.wire.length === 0) return -1;
  plainNameEnd = putPlainOrigin(origin, wire, begin);
  return after;
}

/** A dot alone is the root. */
function putRoot(text: DataView, after: number, wire: DataView, begin: number): number {
  if (PLAIN_KINDS[text.getUint8(after)]! < BLANK) return -1;
  wire.setUint8(begin, 0);
  plainNameEnd = begin + 1;
  return after;
}

const AT_SIGN = 0x40;
const FULL_STOP = 0x2e;
