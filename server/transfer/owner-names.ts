import { MAX_POINTER } from "../answer/limits.ts";
import { page, writeOctets } from "./page.ts";

/**
 * Writes an owner; names of the same record may be compressed against it from then on. Owners are compressed against the owner
 * before them, so that the zone's name stands once in a message (RFC 5936 §3.4, RFC 1035 §4.1.4).
 */
export function writeOwner(source: DataView, start: number): void {
  if (writeSibling(source, start)) return;
  const count = writeName(source, start);
  for (let left = nextLength; left > 0; left--) {
    owner.setUint8(ROOM - left, source.getUint8(start + nextLength - left));
  }
  // What was shared stands where it stood; the rest is behind the one before, label for label.
  for (let from = shared + 1; from <= count; from++) {
    const label = nextLabelAt[count - from]!;
    beginOf[from] = ROOM - nextLength + label;
    placeOf[from] = reachable(nameAt + label);
  }
  page.ownerLabels = count;
  unread = 0;
}

/** Writes a name whole or up to what it shares with the owner; gives the number of its labels, the root's not counted. */
export function writeName(source: DataView, start: number): number {
  if (unread > 0 && page.ownerLabels > 0) readFirstLabel();
  let count = 0;
  let at = start;
  for (let size = source.getUint8(at); size !== 0; size = source.getUint8(at)) {
    nextLabelAt[count++] = at - start;
    at += 1 + size;
  }
  nextLabelAt[count] = at - start;
  nextLength = at + 1 - start;
  shared = sharedLabels(source, start, count);
  nameAt = page.at;
  if (shared === 0) writeOctets(source, start, at + 1);
  else {
    writeOctets(source, start, start + nextLabelAt[count - shared]!);
    writePointer(placeOf[shared]!);
  }
  return count;
}

/** Writes a pointer to a place in the message. */
export function writePointer(place: number): void {
  const { out, at } = page;
  out[at] = 0xc0 | (place >>> 8);
  out[at + 1] = place;
  page.at = at + 2;
}

/** Where the suffix of the owner stands that has so many octets, the root's with them; 0 where no pointer reaches it. */
export function placeOfOwnerSuffix(octets: number): number {
  for (let from = page.ownerLabels; from > 0; from--) {
    if (beginOf[from] === ROOM - octets) return placeOf[from]!;
  }
  return NOWHERE;
}

const NOWHERE = 0; // a message begins with its header, so no name stands there

// The last owner: its octets up to the end of `owner`, where each of its suffixes begins there and stands in the message, by
// its number of labels.
const ROOM = 256;
const owner = new DataView(new ArrayBuffer(ROOM));
const beginOf = new Uint8Array(129);
const placeOf = new Uint16Array(129);
/** Where the first label stands in the message while it is not in `owner`, where few look for it; 0 when it is. */
let unread = 0;
// The name at hand: where its labels begin and it stands, and how many of its labels it shares with the owner.
const nextLabelAt = new Uint8Array(129);
let nextLength = 0;
let nameAt = 0;
let shared = 0;

function reachable(place: number): number {
  return place <= MAX_POINTER ? place : NOWHERE;
}

/**
 * Writes an owner that lies right below the same name as the one before, or is the same, as nearly all do: then all but the first
 * label is as it was. False where it does not.
 */
function writeSibling(source: DataView, start: number): boolean {
  const labels = page.ownerLabels;
  const parentPlace = labels < 2 ? NOWHERE : placeOf[labels - 1]!;
  const size = source.getUint8(start);
  if (parentPlace === NOWHERE || size === 0) return false;
  const parent = beginOf[labels - 1]!;
  if (!isOwnerFrom(parent, source, start + 1 + size)) return false;
  const begin = parent - 1 - size;
  const place = placeOf[labels]!;
  if (place !== NOWHERE && begin === beginOf[labels] && isLabelAt(place, source, start)) writePointer(place);
  else {
    beginOf[labels] = begin;
    unread = page.at;
    placeOf[labels] = reachable(unread);
    writeOctets(source, start, start + 1 + size);
    writePointer(parentPlace);
  }
  return true;
}

/**
 * The owner ends, from the octet `begin` on, as the name in `source` does from `start` on. A name ends with its first zero, so where
 * all octets are the same both end there. There are at least four: a label and the root are three, and no four octets of a source
 * that has a record behind the name are beyond its end.
 */
function isOwnerFrom(begin: number, source: DataView, start: number): boolean {
  let from = start;
  let at = begin;
  for (; at <= ROOM - 4; at += 4, from += 4) {
    if (owner.getInt32(at) !== source.getInt32(from)) return false;
  }
  for (; at < ROOM; at++, from++) if (owner.getUint8(at) !== source.getUint8(from)) return false;
  return true;
}

/** The message has the first label of the name in `source` at this place. */
function isLabelAt(place: number, source: DataView, start: number): boolean {
  let left = source.getUint8(start); // names in a row differ at their ends
  while (left >= 0 && source.getUint8(start + left) === page.out[place + left]) left -= 1;
  return left < 0;
}

function readFirstLabel(): void {
  const begin = beginOf[page.ownerLabels]!;
  const end = beginOf[page.ownerLabels - 1]!;
  for (let at = begin; at < end; at++) owner.setUint8(at, page.out[unread + at - begin]!);
  unread = 0;
}

/** How many labels, from the root on, the name has in common with the owner, as far as a pointer can say so. The case counts. */
function sharedLabels(source: DataView, start: number, count: number): number {
  const most = Math.min(count, page.ownerLabels);
  const shift = ROOM - nextLength; // so the octets of the name would begin in `owner`
  let at = nextLength - 1; // before it, the last octets of both are the same
  let same = 0;
  while (same < most && placeOf[same + 1] !== NOWHERE) {
    const begin = nextLabelAt[count - same - 1]!;
    if (beginOf[same + 1]! !== begin + shift) return same;
    while (at > begin && source.getUint8(start + at - 1) === owner.getUint8(at - 1 + shift)) at -= 1;
    if (at > begin) return same;
    same += 1;
  }
  return same;
}
