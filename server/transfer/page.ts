import { MAX_POINTER } from "../answer/limits.ts";

/**
 * A message of a transfer while records are written into it. Owners are compressed against the owner before them, so
 * that the zone's name stands once in a message (RFC 5936 §3.4, RFC 1035 §4.1.4). A thread writes one at a time.
 */
export interface Page {
  out: Uint8Array;
  at: number;
  /** Records end before this … */
  fullAt: number;
  /** … or, where the message has one alone, before this. */
  end: number;
  records: number;
}

/** The message at hand. */
export const page: Page = { out: new Uint8Array(0), at: 0, fullAt: 0, end: 0, records: 0 };

/**
 * Messages are filled up to here: pointers reach no farther (RFC 1035 §4.1.4), so names behind it would be written out
 * again and again.
 */
export const FULL_PAGE = MAX_POINTER + 1;

/** Begins a message whose records go from `at` up to `end`, no farther than that of a usual one. */
export function beginPage(out: Uint8Array, at: number, end: number): void {
  page.out = out;
  page.at = at;
  page.fullAt = Math.min(FULL_PAGE, end);
  page.end = end;
  page.records = 0;
  labels = 0;
  length = 0;
  shared = 0;
}

/** Writes an owner; names of the same record may be compressed against it from then on. */
export function writeOwner(source: Uint8Array, start: number): void {
  const count = writeName(source, start);
  labels = count;
  length = nextLength;
  for (let at = 0; at < length; at++) owner[at] = source[start + at]!;
  for (let label = 0; label <= count; label++) labelAt[label] = nextLabelAt[label]!;
  // What was shared stands where it stood; the rest is behind the one before, label for label.
  for (let from = shared + 1; from <= count; from++) {
    const place = nameAt + labelAt[count - from]!;
    placeOf[from] = place <= MAX_POINTER ? place : NOWHERE;
  }
}

/** Writes a name whole or up to what it shares with the owner; gives the number of its labels, the root's not counted. */
export function writeName(source: Uint8Array, start: number): number {
  let count = 0;
  let at = start;
  for (let size = source[at]!; size !== 0; size = source[at]!) {
    nextLabelAt[count++] = at - start;
    at += 1 + size;
  }
  nextLabelAt[count] = at - start;
  nextLength = at + 1 - start;
  shared = sharedLabels(source, start, count);
  const { out } = page;
  nameAt = page.at;
  let to = nameAt;
  const end = start + nextLabelAt[count - shared]!;
  for (let from = start; from < end; from++) out[to++] = source[from]!;
  if (shared === 0) out[to++] = 0;
  else {
    const place = placeOf[shared]!;
    out[to++] = 0xc0 | (place >>> 8);
    out[to++] = place;
  }
  page.at = to;
  return count;
}

/** The record that was written from `start` on stays, where it fits. */
export function keepRecord(start: number): boolean {
  if (page.at <= (page.records === 0 ? page.end : page.fullAt)) {
    page.records += 1;
    return true;
  }
  page.at = start;
  return false;
}

const NOWHERE = 0; // a message begins with its header, so no name stands there

// The last owner: its octets, where its labels begin, and where each of its suffixes stands, by its number of labels.
const owner = new Uint8Array(256);
const labelAt = new Uint8Array(129);
const placeOf = new Uint16Array(129);
let labels = 0;
let length = 0;
// The name at hand: where its labels begin and it stands, and how many of its labels it shares with the owner.
const nextLabelAt = new Uint8Array(129);
let nextLength = 0;
let nameAt = 0;
let shared = 0;

/** How many labels, from the root on, the name has in common with the owner, as far as a pointer can say so. The case counts. */
function sharedLabels(source: Uint8Array, start: number, count: number): number {
  const most = Math.min(count, labels);
  const shift = length - nextLength;
  let at = nextLength - 1; // before it, the last octets of both are the same
  let same = 0;
  while (same < most && placeOf[same + 1] !== NOWHERE) {
    const begin = nextLabelAt[count - same - 1]!;
    if (labelAt[labels - same - 1]! - begin !== shift) return same;
    while (at > begin && source[start + at - 1] === owner[at - 1 + shift]) at -= 1;
    if (at > begin) return same;
    same += 1;
  }
  return same;
}
