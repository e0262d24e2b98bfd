import { makeNameBuffer, type NameBuffer, readName } from "../query/name.ts";

/**
 * The names that come most often of all that come, in memory of fixed size: space-saving (Metwally, Agrawal, El Abbadi, "Efficient
 * computation of frequent and top-k elements in data streams", ICDT 2005). A name that is not held takes the place of one with
 * the smallest count, and that count is by how much its own may be too great. Names are divided by their hash into sets that
 * do so each for itself, so that a name costs a look at one set. Only one thread writes; others may read meanwhile.
 */
export interface FrequentNames {
  /**
   * Of each set the counts and then the hashes of its names, side by side: a name needs both. How often one came, at most; and behind
   * the hashes `LEAST` and `LAST`.
   */
  readonly counts: Float64Array;
  readonly hashes: Int32Array;
  /** Of each entry by how much its count may be too great; beside it stands what `words` has. */
  readonly errors: Float64Array;
  /** Of each entry a sum, the length of its name, and the name. The sum is of the hash and the error; while a name is replaced it is that of nothing. */
  readonly words: Int32Array;
  /** The same in octets. */
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
    words: new Int32Array(buffer, SETS * SET),
    names: new Uint8Array(buffer, SETS * SET),
  };
}

/** Counts a name. */
export function countName(frequent: FrequentNames, name: NameBuffer): void {
  const { hashes, counts } = frequent;
  const hash = name.hash[0]!;
  const set = hash & (SETS - 1);
  const firstHash = (set * SET) / 4 + HASHES;
  for (let way = 0; way < WAYS; way++) {
    if (hashes[firstHash + way] === hash && isHeld(frequent, set * WAYS + way, name)) {
      counts[(set * SET) / 8 + way]! += 1;
      return;
    }
  }
  const way = findLeast(frequent, set);
  replace(frequent, set * WAYS + way, (set * SET) / 8 + way, hash, name);
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
  const { counts, errors, words, names } = openFrequent(buffer);
  const held: FrequentName[] = [];
  for (let entry = 0; entry < ENTRIES; entry++) {
    const count = counts[countOf(entry)]!;
    if (count === 0) continue;
    const start = entry * ENTRY + NAME;
    const octets = Buffer.from(names.subarray(start, start + words[(entry * ENTRY + LENGTH) / 4]!));
    const error = errors[(entry * ENTRY) / 8]!;
    const sum = words[(entry * ENTRY + SUM) / 4];
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

const SETS = 128;
const WAYS = 8;
const ENTRIES = SETS * WAYS;
/** Octets of a set, two lines of the processor's caches: the counts, the hashes from this word on, and this. */
const SET = 128;
const HASHES = WAYS * 2;
/** A count that none of the set is below, by numbers of eight octets, and the way that was replaced last, by words. */
const LEAST = 12;
const LAST = 26;
/** Octets of an entry, whole lines of the processor's caches: the error, the sum, the name's length and the name, which is whole words. */
const ENTRY = 320;
const SUM = 8;
const LENGTH = 12;
const NAME = 16;

/** Where the count of an entry stands. */
function countOf(entry: number): number {
  return (Math.floor(entry / WAYS) * SET) / 8 + (entry % WAYS);
}

/** A way with the least count of its set. Where names come once each, all counts are alike, and it is the one behind that which was replaced last. */
function findLeast({ counts, hashes }: FrequentNames, set: number): number {
  const first = (set * SET) / 8;
  const last = hashes[(set * SET) / 4 + LAST]!;
  const known = counts[first + LEAST]!;
  let least = Number.POSITIVE_INFINITY;
  let found = 0;
  for (let step = 1; step <= WAYS; step++) {
    const way = (last + step) & (WAYS - 1);
    const count = counts[first + way]!;
    if (count < least) {
      least = count;
      found = way;
      if (count === known) break; // counts never go down
    }
  }
  counts[first + LEAST] = least;
  hashes[(set * SET) / 4 + LAST] = found;
  return found;
}

function isHeld({ words, names }: FrequentNames, entry: number, name: NameBuffer): boolean {
  const { length } = name;
  const start = entry * ENTRY + NAME;
  if (words[(entry * ENTRY + LENGTH) / 4] !== length) return false;
  const whole = length >> 2;
  for (let word = 0; word < whole; word++) if (words[start / 4 + word] !== name.words[word]) return false;
  for (let at = whole * 4; at < length; at++) if (names[start + at] !== name.octets[at]) return false;
  return true;
}

/**
 * Who reads meanwhile finds that the sum is not that of what it has read. Atomics would hold the processor up twice for
 * every name that comes once.
 */
function replace(
  { counts, errors, words }: FrequentNames,
  entry: number,
  place: number,
  hash: number,
  name: NameBuffer,
): void {
  const start = (entry * ENTRY) / 4;
  const error = counts[place]!;
  words[start + SUM / 4] = 0;
  counts[place] = error + 1;
  errors[(entry * ENTRY) / 8] = error;
  words[start + LENGTH / 4] = name.length;
  const last = (name.length - 1) >> 2; // with what stands behind the name
  for (let word = 0; word <= last; word++) words[start + NAME / 4 + word] = name.words[word]!;
  words[start + SUM / 4] = sumOf(hash, error);
}

function sumOf(hash: number, error: number): number {
  return hash ^ Math.imul(error | 0, 0x9e3779b1);
}
