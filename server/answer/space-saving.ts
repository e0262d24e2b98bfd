import type { NameBuffer } from "../query/name.ts";

/**
 * The names that come most often of all that come, in memory of fixed size: space-saving (Metwally, Agrawal, El Abbadi, "Efficient
 * computation of frequent and top-k elements in data streams", ICDT 2005). A name that is not held takes the place of the one with
 * the smallest count, and that count is by how much its own may be too great. Names are divided by their hash into sets that
 * do so each for itself, so that a name costs a look at one set. Only one thread writes; others may read meanwhile.
 */
export interface FrequentNames {
  readonly hashes: Int32Array;
  /** How often a name came, at most. */
  readonly counts: Float64Array;
  /** By how much that may be too great. */
  readonly errors: Float64Array;
  /** Odd while a name is replaced. */
  readonly versions: Int32Array;
  readonly names: Uint8Array;
}

/** Memory for them. */
export function makeFrequentBuffer(): SharedArrayBuffer {
  return new SharedArrayBuffer(ENTRIES * (4 + 8 + 8 + 4 + NAME));
}

/** They, over memory that `makeFrequentBuffer` made. */
export function openFrequent(buffer: SharedArrayBuffer): FrequentNames {
  return {
    counts: new Float64Array(buffer, 0, ENTRIES),
    errors: new Float64Array(buffer, ENTRIES * 8, ENTRIES),
    hashes: new Int32Array(buffer, ENTRIES * 16, ENTRIES),
    versions: new Int32Array(buffer, ENTRIES * 20, ENTRIES),
    names: new Uint8Array(buffer, ENTRIES * 24),
  };
}

/** Counts a name. */
export function countName(frequent: FrequentNames, name: NameBuffer): void {
  const { hashes, counts, errors } = frequent;
  const hash = name.hash[0]!;
  const first = (hash & (SETS - 1)) * WAYS;
  let least = first;
  for (let entry = first; entry < first + WAYS; entry++) {
    const count = counts[entry]!;
    if (hashes[entry] === hash && count > 0 && isHeld(frequent, entry, name)) {
      counts[entry] = count + 1;
      return;
    }
    if (count < counts[least]!) least = entry;
  }
  replace(frequent, least, name);
  hashes[least] = hash;
  errors[least] = counts[least]!;
  counts[least]! += 1;
}

/** A name with how often it came: `count` at most, and `error` less than that at least. */
export interface FrequentName {
  /** In lower case and wire form, one character for each octet. */
  readonly name: string;
  readonly count: number;
  readonly error: number;
}

/** Those that are held, in no order. */
export function readFrequent(buffer: SharedArrayBuffer): readonly FrequentName[] {
  const { counts, errors, versions, names } = openFrequent(buffer);
  const held: FrequentName[] = [];
  for (let entry = 0; entry < ENTRIES; entry++) {
    const count = counts[entry]!;
    if (count === 0) continue;
    const version = Atomics.load(versions, entry);
    const start = entry * NAME;
    const name = Buffer.from(names.subarray(start + 1, start + 1 + names[start]!)).toString("latin1");
    const error = errors[entry]!;
    const isWhole = (version & 1) === 0 && Atomics.load(versions, entry) === version;
    if (isWhole) held.push({ name, count, error: Math.min(error, count) });
  }
  return held;
}

/** How many names were counted in all, those that are not held any more too: each has made one count greater by one. */
export function countedNames(buffer: SharedArrayBuffer): number {
  return openFrequent(buffer).counts.reduce((sum, count) => sum + count, 0);
}

const SETS = 64;
const WAYS = 16;
const ENTRIES = SETS * WAYS;
const NAME = 256; // its length, and its octets

function isHeld({ names }: FrequentNames, entry: number, { octets, length }: NameBuffer): boolean {
  const start = entry * NAME;
  if (names[start] !== length) return false;
  for (let at = 0; at < length; at++) if (names[start + 1 + at] !== octets[at]) return false;
  return true;
}

function replace({ versions, names }: FrequentNames, entry: number, { octets, length }: NameBuffer): void {
  const start = entry * NAME;
  Atomics.add(versions, entry, 1);
  names[start] = length;
  for (let at = 0; at < length; at++) names[start + 1 + at] = octets[at]!;
  Atomics.add(versions, entry, 1);
}
