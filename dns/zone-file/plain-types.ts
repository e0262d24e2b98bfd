import { MNEMONICS, typeCode } from "../types.ts";
import { afterGap, BLANK, PLAIN_KINDS } from "./plain-octets.ts";
import { plainRoom } from "./plain-room.ts";
import { labelOctets } from "./plain-words.ts";

/**
 * The number of the type whose mnemonic begins at `from`, in any case; `CLASS_IN` for IN, -1 for all else, the few of more than eight
 * letters included. `plainTypeEnd` is where it ends.
 */
export function plainType(text: DataView, from: number): number {
  const word = text.getInt32(from, true);
  const octets = labelOctets(word);
  const first = word & CASE & MASKS[octets]!;
  let second = 0;
  plainTypeEnd = from + octets;
  if (octets === 4) {
    const rest = text.getInt32(from + 4, true);
    const more = labelOctets(rest);
    if (more === 4 && labelOctets(text.getInt32(from + 8, true)) > 0) return -1;
    second = rest & CASE & MASKS[more]!;
    plainTypeEnd += more;
  }
  for (let slot = slotOf(first, second); FIRSTS[slot] !== 0; slot = (slot + 1) & LAST_SLOT) {
    if (FIRSTS[slot] === first && SECONDS[slot] === second) return TYPES[slot]!;
  }
  return -1;
}

/** Where the word that was looked up last ends. */
export let plainTypeEnd = 0;

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
    if (type <= last || type === CLASS_IN || PLAIN_KINDS[text.getUint8(plainTypeEnd)]! < BLANK) return -1;
    last = type;
    if (type >>> 8 !== window) {
      window = type >>> 8;
      if (to + 2 + LONGEST_WINDOW > plainRoom) return -1;
      wire.setUint8(to, window);
      lengthAt = to + 1;
      to += 2;
    }
    const octet = lengthAt + 1 + ((type & 0xff) >>> 3);
    for (; to <= octet; to++) wire.setUint8(to, 0);
    wire.setUint8(octet, wire.getUint8(octet) | (0x80 >>> (type & 7)));
    wire.setUint8(lengthAt, to - lengthAt - 1);
    at = afterGap(text, plainTypeEnd);
  }
  plainTypesEnd = to;
  return at;
}

/** Where the set of types that was put last ends. */
export let plainTypesEnd = 0;

const LONGEST_WINDOW = 32; // octets of the bits of 256 types

// A mnemonic is two words of four octets. All octets of a label differ from each other without this bit but for letters in upper and lower
// case, and a few that no mnemonic has.
const CASE = 0xdfdfdfdf | 0;
const MASKS = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1);

const LAST_SLOT = 0x1ff;
const FIRSTS = new Int32Array(LAST_SLOT + 1);
const SECONDS = new Int32Array(LAST_SLOT + 1);
const TYPES = new Int32Array(LAST_SLOT + 1);

function slotOf(first: number, second: number): number {
  return (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 23;
}

function remember(mnemonic: string, type: number): void {
  if (mnemonic.length > 8) return;
  const words = new DataView(new ArrayBuffer(8));
  for (let at = 0; at < mnemonic.length; at++) words.setUint8(at, mnemonic.charCodeAt(at) & CASE);
  const [first, second] = [words.getInt32(0, true), words.getInt32(4, true)];
  let slot = slotOf(first, second);
  while (FIRSTS[slot] !== 0) slot = (slot + 1) & LAST_SLOT;
  FIRSTS[slot] = first;
  SECONDS[slot] = second;
  TYPES[slot] = type;
}

remember("IN", CLASS_IN);
for (const mnemonic of MNEMONICS) remember(mnemonic, typeCode(mnemonic)!);
