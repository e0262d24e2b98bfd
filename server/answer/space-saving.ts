import { makeNameBuffer, type NameBuffer, readName } from "../query/name.ts";

/**
 * The names that come most often of all that come, in memory of fixed size: space-saving (Metwally, Agrawal, El Abbadi, "Efficient
 * computation of frequent and top-k elements in data streams", ICDT 2005). A name that is not held takes the place of the one with
 * the smallest count, and that count is by how much its own may be too great. Names are divided by their hash into sets that
 * do so each for itself, so that a name costs a look at one set. Only one thread writes; others may read meanwhile.
 */
export interface FrequentNames {
  /** Of each set the counts and then the hashes of its names, side by side: a name needs both. How often one came, at most. */
  readonly counts: Float64Array;
  readonly hashes: Int32Array;
  /** Of each entry by how much its count may be too great, its sum and its name, side by side too. */
  readonly errors: Float64Array;
  /** Of the hash and the error. While a name is replaced it is that of nothing. */
  readonly sums: Int32Array;
  readonly names: Uint8Array;
}

/** Memory for them. */
export function makeFrequentBuffer(): SharedArrayBuffer {
  return new SharedArrayBuffer(SETS * SET + ENTRIES * ENTRY);
}

/** They, over memory that `makeFrequentBuffer` made. */
export function openFrequent(buffer: SharedArrayBuffer): FrequentNames {
  return {
    counts: new Float64Array(buffer, 0, (SETS * SET) / 8),
    hashes: new Int32Array(buffer, 0, (SETS * SET) / 4),
    errors: new Float64Array(buffer, SETS * SET),
    sums: new Int32Array(buffer, SETS * SET),
    names: new Uint8Array(buffer, SETS * SET),
  };
}

/** Counts a name. */
export function countName(frequent: FrequentNames, name: NameBuffer): void {
  const { hashes, counts } = frequent;
  const hash = name.hash[0]!;
  const set = hash & (SETS - 1);
  const firstHash = (set * SET) / 4 + HASHES;
  const firstCount = (set * SET) / 8;
  for (let way = 0; way < WAYS; way++) {
    if (hashes[firstHash + way] === hash && isHeld(frequent, set * WAYS + way, name)) {
      counts[firstCount + way]! += 1;
      return;
    }
  }
  let way = 0;
  for (let other = 1; other < WAYS; other++)
    if (counts[firstCount + other]! < counts[firstCount + way]!) way = other;
  replace(frequent, set * WAYS + way, firstCount + way, hash, name);
  hashes[firstHash + way] = hash;
}

/** A name with how often it came: `count` at most, and `error` less than that at least. */
export interface FrequentName {
  /** In lower case and wire form, one character for each octet. */
  readonly name: string;
  readonly count: number;
  readonly error: number;
}

/** Those that are held, in no order. One that is counted or replaced at that very moment is left out. */
export function readFrequent(buffer: SharedArrayBuffer): readonly FrequentName[] {
  const { counts, errors, sums, names } = openFrequent(buffer);
  const held: FrequentName[] = [];
  for (let entry = 0; entry < ENTRIES; entry++) {
    const count = counts[countOf(entry)]!;
    if (count === 0) continue;
    const start = entry * ENTRY + NAME;
    const octets = Buffer.from(names.subarray(start + 1, start + 1 + names[start]!));
    const error = errors[(entry * ENTRY) / 8]!;
    const sum = sums[(entry * ENTRY + SUM) / 4];
    const isWhole =
      readName(copy, octets, 0, octets.length) === octets.length && sum === sumOf(copy.hash[0]!, error);
    if (isWhole && counts[countOf(entry)] === count)
      held.push({ name: octets.toString("latin1"), count, error });
  }
  return held;
}

const copy = makeNameBuffer();

/** How many names were counted in all, those that are not held any more too: each has made one count greater by one. */
export function countedNames(buffer: SharedArrayBuffer): number {
  const { counts } = openFrequent(buffer);
  let sum = 0;
  for (let entry = 0; entry < ENTRIES; entry++) sum += counts[countOf(entry)]!;
  return sum;
}

const SETS = 64;
const WAYS = 16;
const ENTRIES = SETS * WAYS;
/** Octets of the counts and hashes of a set, and where in words its hashes stand. */
const SET = WAYS * (8 + 4);
const HASHES = WAYS * 2;
/** Octets of an entry, whole lines of the processor's caches: the error, the sum, the name's length and the name. */
const ENTRY = 320;
const SUM = 8;
const NAME = 12;

/** Where the count of an entry stands. */
function countOf(entry: number): number {
  return (Math.floor(entry / WAYS) * SET) / 8 + (entry % WAYS);
}

function isHeld({ names }: FrequentNames, entry: number, { octets, length }: NameBuffer): boolean {
  const start = entry * ENTRY + NAME;
  if (names[start] !== length) return false;
  for (let at = 0; at < length; at++) if (names[start + 1 + at] !== octets[at]) return false;
  return true;
}

/**
 * Who reads meanwhile finds that the sum is not that of what it has read. Atomics would hold the processor up twice for
 * every name that comes once.
 */
function replace(
  { counts, errors, sums, names }: FrequentNames,
  entry: number,
  place: number,
  hash: number,
  { octets, length }: NameBuffer,
): void {
  const start = entry * ENTRY + NAME;
  const sumAt = (entry * ENTRY + SUM) / 4;
  const error = counts[place]!;
  sums[sumAt] = 0;
  counts[place] = error + 1;
  errors[(entry * ENTRY) / 8] = error;
  names[start] = length;
  for (let at = 0; at < length; at++) names[start + 1 + at] = octets[at]!;
  sums[sumAt] = sumOf(hash, error);
}

function sumOf(hash: number, error: number): number {
  return hash ^ Math.imul(error | 0, 0x9e3779b1);
}
