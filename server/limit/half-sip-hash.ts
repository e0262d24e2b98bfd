/**
 * HalfSipHash-2-4 with 32 bits (Aumasson and Bernstein, the variant of SipHash with words of 32 bits in their reference
 * code) of a message of three words, the least significant octet of each first, under a key of two. It is for tables whose
 * keys strangers choose: without the key nobody knows which of them meet. Nothing is allocated, and all of it stays in
 * numbers that a processor has; SipHash with its words of 64 bits takes three times as long here.
 */
export function hashWords(key0: number, key1: number, a: number, b: number, c: number): number {
  let v0 = key0;
  let v1 = key1;
  let v2 = key0 ^ 0x6c796765; // of "somepseudorandomlygeneratedbytes"
  let v3 = key1 ^ 0x74656462;
  for (let step = 0; step < STEPS; step++) {
    const word = step === 0 ? a : step === 1 ? b : step === 2 ? c : LENGTH;
    let rounds = ROUNDS;
    if (step === STEPS - 1) {
      v2 ^= 0xff;
      rounds = FINAL_ROUNDS;
    } else v3 ^= word;
    for (; rounds > 0; rounds--) {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    if (step < STEPS - 1) v0 ^= word;
  }
  return v1 ^ v3;
}

const ROUNDS = 2;
const FINAL_ROUNDS = 4;
const STEPS = 5; // three words, the length, the end
const LENGTH = 12 << 24; // of the message, in octets, where the last word has room for it
