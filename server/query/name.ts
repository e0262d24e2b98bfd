/**
 * A domain name under the hand: its wire form in lower case, where its labels begin, and a hash of each of its
 * suffixes. One is allocated per purpose and used again, so that a packet costs no object.
 */
export interface NameBuffer {
  readonly octets: Uint8Array;
  /** The same octets, four in a word. Behind the name stands what is left of others. */
  readonly words: Int32Array;
  /** And words that begin anywhere. */
  readonly view: DataView;
  /** Octets in the name, the final zero included. */
  length: number;
  /** Labels in the name, the root's not counted. */
  labels: number;
  /** Where label `i` begins; the entry at `labels` is the root's. */
  readonly labelAt: Uint8Array;
  /** Hash of the name from label `i` on. */
  readonly hash: Int32Array;
}

/** Octets in lower case (RFC 4343 §3). Length octets (0 to 63) stay what they are, so a whole name may pass through. */
export const LOWER: Uint8Array = Uint8Array.from({ length: 256 }, (_, octet) =>
  octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet,
);

const MAX_NAME_LENGTH = 255; // RFC 1035 §2.3.4
const MAX_LABELS = 128; // 127 labels of one octet, and the root
const LABEL_SEED = 0x811c9dc5 | 0; // FNV-1a
const LABEL_PRIME = 0x01000193;
const SUFFIX_PRIME = 0x85ebca6b | 0;

/** An empty buffer for any name. */
export function makeNameBuffer(): NameBuffer {
  const octets = new Uint8Array(MAX_NAME_LENGTH + 1);
  return {
    octets,
    words: new Int32Array(octets.buffer),
    view: new DataView(octets.buffer),
    length: 0,
    labels: 0,
    labelAt: new Uint8Array(MAX_LABELS),
    hash: new Int32Array(MAX_LABELS),
  };
}

/**
 * Reads the uncompressed name at `start` of `source`, which ends before `end`. Gives the offset after the name, or
 * -1 when it runs over the end, is too long, or has a pointer or an unknown kind of label.
 */
export function readName(name: NameBuffer, source: Uint8Array, start: number, end: number): number {
  const { octets, labelAt, hash } = name;
  let at = start;
  let to = 0;
  let labels = 0;
  for (;;) {
    if (at >= end) return -1;
    const length = source[at]!;
    if (length === 0) break;
    if (length > 63 || at + length >= end || to + length + 2 > MAX_NAME_LENGTH) return -1;
    labelAt[labels] = to;
    octets[to++] = length;
    at += 1;
    let label = LABEL_SEED ^ length;
    for (const stop = at + length; at < stop; at++) {
      const octet = LOWER[source[at]!]!;
      octets[to++] = octet;
      label = Math.imul(label ^ octet, LABEL_PRIME);
    }
    hash[labels++] = label;
  }
  octets[to] = 0;
  labelAt[labels] = to;
  name.length = to + 1;
  name.labels = labels;
  hashSuffixes(hash, labels);
  return at + 1;
}

/**
 * Reads a name as `readName` does, where it differs in its first label alone from the one that the buffer has; false where it does not, or
 * where the others are not in lower case: then the buffer is as it was. `source` has a whole name at its beginning, of so many octets.
 */
export function readSibling(name: NameBuffer, source: Uint8Array, length: number): boolean {
  const { octets, labelAt, hash, labels } = name;
  const first = source[0]!;
  const above = first + 1;
  const aboveBefore = octets[0]! + 1;
  const moved = above - aboveBefore;
  if (first === 0 || labels === 0 || length !== name.length + moved) return false;
  for (let at = above; at < length; at++) if (source[at] !== octets[at - moved]) return false;
  octets[0] = first;
  let label = LABEL_SEED ^ first;
  for (let at = 1; at <= first; at++) {
    const octet = LOWER[source[at]!]!;
    octets[at] = octet;
    label = Math.imul(label ^ octet, LABEL_PRIME);
  }
  if (moved !== 0) {
    for (let at = above; at < length; at++) octets[at] = source[at]!;
    for (let at = 1; at <= labels; at++) labelAt[at] = labelAt[at]! + moved;
    name.length = length;
  }
  hash[0] = hashOfSuffix(label, hash[1]!);
  return true;
}

/** Makes hashes of suffixes out of the hashes of single labels, from the root on. */
function hashSuffixes(hash: Int32Array, labels: number): void {
  let suffix = 0;
  hash[labels] = suffix;
  for (let label = labels - 1; label >= 0; label--) {
    suffix = hashOfSuffix(hash[label]!, suffix);
    hash[label] = suffix;
  }
}

/** Of a label, by its own hash, and all behind it. */
function hashOfSuffix(label: number, behind: number): number {
  const hash = Math.imul(behind ^ label, SUFFIX_PRIME);
  return hash ^ (hash >>> 15);
}
