/**
 * HalfSipHash-1-3 with 32 bits (Aumasson and Bernstein, the variant of SipHash with words of 32 bits in their reference
 * code) of a message of three words, the least significant octet of each first, under a key of two. It is for tables whose
 * keys strangers choose: without the key nobody knows which of them meet. Linux has it for its own (`hsiphash`, on processors
 * of 32 bits). Nothing is allocated, and all of it stays in numbers that a processor has; SipHash with its words of 64 bits takes
 * three times as long here.
 */
export function hashWords(key0: number, key1: number, a: number, b: number, c: number): number {
  let v0 = key0;
  let v1 = key1;
  let v2 = key0 ^ 0x6c796765; // of "somepseudorandomlygeneratedbytes"
  let v3 = key1 ^ 0x74656462;
  for (let round = 0; round < ROUNDS; round++) {
    const word = round === 0 ? a : round === 1 ? b : round === 2 ? c : round === WORDS ? LENGTH : 0;
    if (round === WORDS + 1) v2 ^= 0xff;
    v3 ^= word;
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
    v0 ^= word;
  }
  return v1 ^ v3;
}

const WORDS = 3;
const ROUNDS = WORDS + 1 + 3; // one for each word and for the length, three at the end
const LENGTH = 12 << 24; // of the message, in octets, where the last word has room for it
