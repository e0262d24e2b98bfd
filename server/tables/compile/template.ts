import { LOWER } from "../../query/name.ts";
import { NumberList } from "./number-list.ts";

/**
 * Writes the records of one RRset as they will stand in an answer to a question for its owner: owners are pointers
 * to the question, names in rdata are compressed against the owner and against names before them (RFC 1035 §4.1.4).
 * The places of the pointers in rdata are noted, so that an answer to another question can move them: a pointer
 * below `12 + length of the owner` means a suffix of the owner, any other a place in the template itself.
 */
export interface TemplateWriter {
  readonly heap: Uint8Array;
  at: number;
  /** Offsets of the pointers in rdata from the start of the template. */
  readonly patches: NumberList;
}

const HEADER = 12; // the question's name stands behind the header
const QUESTION_TAIL = 4; // type and class
const CLASS_IN = 1;
/** Only names this near to the start are pointed at from below, so that pointers (14 bits) still reach when moved. */
const MAX_POINTED_OFFSET = 0x1800;
const MAX_REMEMBERED = 16;

/** The owner of the template: its lower-case wire form stands in `names`. */
export interface TemplateOwner {
  names: Uint8Array;
  start: number;
  length: number;
  wildcard: boolean;
}

/** An owner, to be filled in by `setOwner`. */
export function makeOwner(): TemplateOwner {
  return { names: new Uint8Array(0), start: 0, length: 0, wildcard: false };
}

/** Fills in an owner. */
export function setOwner(
  owner: TemplateOwner,
  names: Uint8Array,
  start: number,
  length: number,
  wildcard: boolean,
): void {
  owner.names = names;
  owner.start = start;
  owner.length = length;
  owner.wildcard = wildcard;
}

/** Begins the template of another RRset. */
export function beginTemplate(out: TemplateWriter): void {
  start = out.at;
  hasOwnerLabels = false;
  remembered = 0;
  out.patches.clear();
}

/** Adds one record; `gaps` are the octets before its compressible names (see `TypePlan`). */
export function writeRecord(
  out: TemplateWriter,
  owner: TemplateOwner,
  type: number,
  gaps: readonly number[],
  ttl: number,
  rdata: Uint8Array,
  from: number,
  to: number,
): void {
  const { heap } = out;
  let at = out.at;
  heap[at++] = 0xc0;
  heap[at++] = HEADER;
  heap[at++] = type >>> 8;
  heap[at++] = type;
  heap[at++] = 0;
  heap[at++] = CLASS_IN;
  heap[at++] = ttl >>> 24;
  heap[at++] = ttl >>> 16;
  heap[at++] = ttl >>> 8;
  heap[at++] = ttl;
  const lengthAt = at;
  at += 2;
  let read = from;
  for (let name = 0; name < gaps.length; name++) {
    for (const stop = read + gaps[name]!; read < stop; read++) heap[at++] = rdata[read]!;
    const length = nameLength(rdata, read);
    out.at = at;
    compress(out, owner, rdata, read);
    at = out.at;
    read += length;
  }
  for (; read < to; read++) heap[at++] = rdata[read]!;
  const size = at - lengthAt - 2;
  heap[lengthAt] = size >>> 8;
  heap[lengthAt + 1] = size;
  out.at = at;
}

/** Octets in the uncompressed name at `start`. */
function nameLength(octets: Uint8Array, start: number): number {
  let at = start;
  while (octets[at] !== 0) at += 1 + octets[at]!;
  return at + 1 - start;
}

/**
 * Writes the name at `start` of a template out in full, as it was before compression, and gives its length.
 * `begin` is where the template stands in the heap.
 */
export function expandName(
  heap: Uint8Array,
  begin: number,
  owner: TemplateOwner,
  start: number,
  into: Uint8Array,
): number {
  let length = 0;
  let from = heap;
  let at = begin + start;
  for (;;) {
    const octet = from[at]!;
    if (octet >= 0xc0) {
      const pointer = ((octet & 0x3f) << 8) | from[at + 1]!;
      if (pointer < HEADER + owner.length) {
        from = owner.names;
        at = owner.start + pointer - HEADER;
      } else {
        at = begin + pointer - HEADER - owner.length - QUESTION_TAIL;
      }
      continue;
    }
    into[length++] = octet;
    if (octet === 0) return length;
    for (let left = octet; left > 0; left--) into[length++] = from[++at]!;
    at += 1;
  }
}

// Names of this template that others may point at: their octets, and where those stand in the template.
let start = 0;
let hasOwnerLabels = false;
let remembered = 0;
const rememberedOctets = Array.from({ length: MAX_REMEMBERED }, () => new Uint8Array(256));
const rememberedLength = new Int32Array(MAX_REMEMBERED);
const rememberedAt = new Int32Array(MAX_REMEMBERED);
/** How many octets of the name stand there before its pointer. */
const rememberedPlain = new Int32Array(MAX_REMEMBERED);
const labels = new NumberList();

function compress(out: TemplateWriter, owner: TemplateOwner, rdata: Uint8Array, name: number): void {
  labels.clear();
  let end = 0;
  for (; rdata[name + end] !== 0; end += 1 + rdata[name + end]!) labels.add(end);
  const length = end + 1;
  if (!hasOwnerLabels) readOwnerLabels(owner);
  // The longest suffix that stands somewhere already; the root alone is shorter than a pointer.
  let shared = commonSuffix(owner.names, owner.start, ownerLabels, owner.length, rdata, name, length);
  let pointer = HEADER + owner.length - shared;
  for (let index = 0; index < remembered; index++) {
    const other = rememberedOctets[index]!;
    const plain = rememberedPlain[index]!;
    const size = commonSuffix(
      other,
      0,
      labelsOf(other, plain),
      rememberedLength[index]!,
      rdata,
      name,
      length,
    );
    if (size > shared) {
      shared = size;
      pointer =
        HEADER + owner.length + QUESTION_TAIL + rememberedAt[index]! + rememberedLength[index]! - size;
    }
  }
  const { heap } = out;
  const offset = out.at - start;
  const plain = shared === 0 ? length : length - shared;
  for (let at = 0; at < plain; at++) heap[out.at++] = rdata[name + at]!;
  if (shared > 0) {
    out.patches.add(out.at - start);
    heap[out.at++] = 0xc0 | (pointer >>> 8);
    heap[out.at++] = pointer;
  }
  if (remembered < MAX_REMEMBERED && plain > 1 && offset + length < MAX_POINTED_OFFSET) {
    const octets = rememberedOctets[remembered]!;
    for (let at = 0; at < length; at++) octets[at] = rdata[name + at]!;
    rememberedLength[remembered] = length;
    rememberedAt[remembered] = offset;
    rememberedPlain[remembered] = plain;
    remembered += 1;
  }
}

/** Where the owner's labels begin, from its start; a wildcard's `*` is left out, since no answer has it. */
const ownerLabels = new NumberList();

function readOwnerLabels({ names, start, wildcard }: TemplateOwner): void {
  hasOwnerLabels = true;
  ownerLabels.clear();
  for (let at = wildcard ? 2 : 0; names[start + at] !== 0; at += 1 + names[start + at]!) ownerLabels.add(at);
}

const plainLabels = new NumberList();

function labelsOf(octets: Uint8Array, plain: number): NumberList {
  plainLabels.clear();
  for (let at = 0; at < plain && octets[at] !== 0; at += 1 + octets[at]!) plainLabels.add(at);
  return plainLabels;
}

/** Octets of the longest suffix that begins at one of `starts` in `a` and at a label in the name of `b`; 0 for none. */
function commonSuffix(
  a: Uint8Array,
  aStart: number,
  starts: NumberList,
  aLength: number,
  b: Uint8Array,
  bStart: number,
  bLength: number,
): number {
  for (let index = 0; index < starts.count; index++) {
    const from = starts.items[index]!;
    const size = aLength - from;
    if (size > bLength || size < 3) continue;
    const at = bLength - size;
    if (labels.has(at) && sameOctets(a, aStart + from, b, bStart + at, size)) return size;
  }
  return 0;
}

function sameOctets(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, size: number): boolean {
  for (let at = 0; at < size; at++) {
    if (LOWER[a[aStart + at]!] !== LOWER[b[bStart + at]!]) return false;
  }
  return true;
}
