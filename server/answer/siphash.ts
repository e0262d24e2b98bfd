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
  // Four words of 64 bits, each as its low and its high half. Of the constants the ASCII is
  // "somepseudorandomlygeneratedbytes".
  let v0l = key[0]! ^ 0x70736575;
  let v0h = key[1]! ^ 0x736f6d65;
  let v1l = key[2]! ^ 0x6e646f6d;
  let v1h = key[3]! ^ 0x646f7261;
  let v2l = key[0]! ^ 0x6e657261;
  let v2h = key[1]! ^ 0x6c796765;
  let v3l = key[2]! ^ 0x79746573;
  let v3h = key[3]! ^ 0x74656462;
  const words = (length >> 3) + 1;
  for (let step = 0; step <= words; step++) {
    let low = 0;
    let high = 0;
    let rounds = ROUNDS;
    if (step < words) {
      // The last word has what is left, and the length in its highest octet.
      low = wordAt(input, 8 * step, length);
      high = wordAt(input, 8 * step + 4, length) | (step === words - 1 ? length << 24 : 0);
      v3l ^= low;
      v3h ^= high;
    } else {
      v2l ^= 0xff;
      rounds = FINAL_ROUNDS;
    }
    for (; rounds > 0; rounds--) {
      let sum = (v0l + v1l) | 0;
      v0h = (v0h + v1h + carry(sum, v0l)) | 0;
      v0l = sum;
      let turned = (v1l << 13) | (v1h >>> 19);
      v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
      v1l = turned ^ v0l;
      turned = v0l; // a turn by 32
      v0l = v0h;
      v0h = turned;
      sum = (v2l + v3l) | 0;
      v2h = (v2h + v3h + carry(sum, v2l)) | 0;
      v2l = sum;
      turned = (v3l << 16) | (v3h >>> 16);
      v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
      v3l = turned ^ v2l;
      sum = (v0l + v3l) | 0;
      v0h = (v0h + v3h + carry(sum, v0l)) | 0;
      v0l = sum;
      turned = (v3l << 21) | (v3h >>> 11);
      v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
      v3l = turned ^ v0l;
      sum = (v2l + v1l) | 0;
      v2h = (v2h + v1h + carry(sum, v2l)) | 0;
      v2l = sum;
      turned = (v1l << 17) | (v1h >>> 15);
      v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
      v1l = turned ^ v2l;
      turned = v2l;
      v2l = v2h;
      v2h = turned;
    }
    v0l ^= low;
    v0h ^= high;
  }
  writeWord(out, at, v0l ^ v1l ^ v2l ^ v3l);
  writeWord(out, at + 4, v0h ^ v1h ^ v2h ^ v3h);
}

/** The four words of a key, the least significant octet of each first. */
export type SipHashKey = Int32Array;

/** The key in 16 octets. */
export function makeSipHashKey(octets: Uint8Array): SipHashKey {
  return Int32Array.from([0, 4, 8, 12], (at) => wordAt(octets, at, octets.length));
}

const ROUNDS = 2;
const FINAL_ROUNDS = 4;

/** What a sum of low halves carries over: 1 when it is smaller than what was added to. */
function carry(sum: number, before: number): number {
  return sum >>> 0 < before >>> 0 ? 1 : 0;
}

/** The number in four octets, the least significant first; those at `end` and behind it count as 0. */
function wordAt(octets: Uint8Array, at: number, end: number): number {
  if (at + 4 <= end) {
    return octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24);
  }
  let value = 0;
  for (let index = at; index < end; index++) value |= octets[index]! << (8 * (index - at));
  return value;
}

function writeWord(out: Uint8Array, at: number, value: number): void {
  out[at] = value;
  out[at + 1] = value >>> 8;
  out[at + 2] = value >>> 16;
  out[at + 3] = value >>> 24;
}
