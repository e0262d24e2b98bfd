/** A name in the rdata of a template (see `writeRecord` of `tables/compile/template.ts`), as it was read last. */
export interface TemplateName {
  /** Its octets in full. */
  readonly octets: Uint8Array;
  length: number;
  /** Where it ends in the template, behind the root's label or its pointer. */
  end: number;
  /** Where its pointer stands there, -1 where it has none. */
  pointerAt: number;
}

/** The name that was read last. */
export const read: TemplateName = { octets: new Uint8Array(256), length: 0, end: 0, pointerAt: -1 };

/**
 * Reads the name at `start` of the template of `size` octets at `begin` of the heap, whose owner stands at `owner`, into `read`. False
 * where that is no name: it runs over an end, is too long, has an unknown kind of label, or a pointer that leads to no label of the
 * owner and not back.
 */
export function readTemplateName(
  heap: Uint8Array,
  begin: number,
  size: number,
  owner: number,
  ownerLength: number,
  start: number,
): boolean {
  const { octets } = read;
  read.end = -1;
  read.pointerAt = -1;
  let length = 0;
  let at = start;
  let from = start; // pointers lead to before this
  for (;;) {
    if (at >= size) return false;
    const octet = heap[begin + at]!;
    if (octet >= POINTER) {
      if (at + 2 > size) return false;
      if (read.end < 0) {
        read.pointerAt = at;
        read.end = at + 2;
      }
      const pointer = ((octet & 0x3f) << 8) | heap[begin + at + 1]!;
      if (pointer < HEADER + ownerLength) {
        const suffix = pointer - HEADER;
        if (suffix < 0 || !isLabel(heap, owner, ownerLength, suffix)) return false;
        if (length + ownerLength - suffix > MAX_NAME) return false;
        for (let label = suffix; label < ownerLength; label++) octets[length++] = heap[owner + label]!;
        read.length = length;
        return true;
      }
      at = pointer - HEADER - ownerLength - QUESTION_TAIL;
      if (at < 0 || at >= from) return false;
      from = at;
      continue;
    }
    if (octet > MAX_LABEL || length + octet + 1 > MAX_NAME || at + octet >= size) return false;
    for (let left = octet; left >= 0; left--) octets[length++] = heap[begin + at++]!;
    if (octet === 0) {
      if (read.end < 0) read.end = at;
      read.length = length;
      return true;
    }
  }
}

/** A whole name of just so many octets stands there, in one piece. */
export function isWholeName(octets: Uint8Array, start: number, length: number): boolean {
  if (length < 1 || length > MAX_NAME || start < 0 || start + length > octets.length) return false;
  const end = start + length;
  let at = start;
  for (;;) {
    const label = octets[at]!;
    at += 1 + label;
    if (label === 0) return at === end;
    if (label > MAX_LABEL || at >= end) return false;
  }
}

/** At `offset` of the name, which is whole, a label begins. */
export function isLabel(octets: Uint8Array, name: number, length: number, offset: number): boolean {
  let at = 0;
  while (at < offset && at < length) at += 1 + octets[name + at]!;
  return at === offset && at < length;
}

const POINTER = 0xc0;
const HEADER = 12; // the question's name stands behind the header
const QUESTION_TAIL = 4; // type and class
const MAX_LABEL = 63;
const MAX_NAME = 255; // RFC 1035 §2.3.4
