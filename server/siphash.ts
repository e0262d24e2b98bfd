/**
 * SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012) of the first `length` octets of
 * `input`: eight octets, the least significant first as RFC 9018 §4.4 wants them, written to `out` at `at`. Nothing is
 * allocated.
 */
export function sipHash(
  key: SipHashKey,
  input: Uint8Array,
  length: number,
  out: Uint8Array,
  at: number,
): void {
  begin(key);
  const whole = length & ~7;
  for (let from = 0; from < whole; from += 8) compress(word(input, from, 4), word(input, from + 4, 4));
  // The last word has what is left, and the length in its highest octet.
  const rest = length - whole;
  const low = word(input, whole, Math.min(rest, 4));
  const high = word(input, whole + 4, Math.max(rest - 4, 0)) | (length << 24);
  compress(low, high);
  v2l ^= 0xff;
  for (let left = FINAL_ROUNDS; left > 0; left--) round();
  writeWord(out, at, v0l ^ v1l ^ v2l ^ v3l);
  writeWord(out, at + 4, v0h ^ v1h ^ v2h ^ v3h);
}

/** The four words of a key, the least significant octet of each first. */
export type SipHashKey = Int32Array;

/** The key in 16 octets. */
export function makeSipHashKey(octets: Uint8Array): SipHashKey {
  return Int32Array.from([0, 4, 8, 12], (at) => word(octets, at, 4));
}

const ROUNDS = 2;
const FINAL_ROUNDS = 4;

// The state: four words of 64 bits, each as its low and its high half. A thread makes one hash at a time.
let v0l = 0;
let v0h = 0;
let v1l = 0;
let v1h = 0;
let v2l = 0;
let v2h = 0;
let v3l = 0;
let v3h = 0;

/** The constants are the ASCII of "somepseudorandomlygeneratedbytes". */
function begin(key: SipHashKey): void {
  v0l = key[0]! ^ 0x70736575;
  v0h = key[1]! ^ 0x736f6d65;
  v1l = key[2]! ^ 0x6e646f6d;
  v1h = key[3]! ^ 0x646f7261;
  v2l = key[0]! ^ 0x6e657261;
  v2h = key[1]! ^ 0x6c796765;
  v3l = key[2]! ^ 0x79746573;
  v3h = key[3]! ^ 0x74656462;
}

function compress(low: number, high: number): void {
  v3l ^= low;
  v3h ^= high;
  for (let left = ROUNDS; left > 0; left--) round();
  v0l ^= low;
  v0h ^= high;
}

function round(): void {
  addV1ToV0();
  turnV1(13);
  v1l ^= v0l;
  v1h ^= v0h;
  const low = v0l; // halves change places: a turn by 32
  v0l = v0h;
  v0h = low;
  addV3ToV2();
  turnV3(16);
  v3l ^= v2l;
  v3h ^= v2h;
  addV3ToV0();
  turnV3(21);
  v3l ^= v0l;
  v3h ^= v0h;
  addV1ToV2();
  turnV1(17);
  v1l ^= v2l;
  v1h ^= v2h;
  const high = v2h;
  v2h = v2l;
  v2l = high;
}

const MAX_WORD = 0xffff_ffff;

function addV1ToV0(): void {
  const low = (v0l >>> 0) + (v1l >>> 0);
  v0h = (v0h + v1h + (low > MAX_WORD ? 1 : 0)) | 0;
  v0l = low | 0;
}

function addV3ToV2(): void {
  const low = (v2l >>> 0) + (v3l >>> 0);
  v2h = (v2h + v3h + (low > MAX_WORD ? 1 : 0)) | 0;
  v2l = low | 0;
}

function addV3ToV0(): void {
  const low = (v0l >>> 0) + (v3l >>> 0);
  v0h = (v0h + v3h + (low > MAX_WORD ? 1 : 0)) | 0;
  v0l = low | 0;
}

function addV1ToV2(): void {
  const low = (v2l >>> 0) + (v1l >>> 0);
  v2h = (v2h + v1h + (low > MAX_WORD ? 1 : 0)) | 0;
  v2l = low | 0;
}

function turnV1(bits: number): void {
  const low = (v1l << bits) | (v1h >>> (32 - bits));
  v1h = (v1h << bits) | (v1l >>> (32 - bits));
  v1l = low;
}

function turnV3(bits: number): void {
  const low = (v3l << bits) | (v3h >>> (32 - bits));
  v3h = (v3h << bits) | (v3l >>> (32 - bits));
  v3l = low;
}

/** The number in `count` octets, at most four, the least significant first. */
function word(octets: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let index = 0; index < count; index++) value |= octets[at + index]! << (8 * index);
  return value;
}

function writeWord(out: Uint8Array, at: number, value: number): void {
  out[at] = value;
  out[at + 1] = value >>> 8;
  out[at + 2] = value >>> 16;
  out[at + 3] = value >>> 24;
}
