import { type LimitMemory, SEEN_BITS } from "./limit-memory.ts";

/** Remembers that somebody from this prefix asked. Only the first time something is written. */
export function notePrefix({ seen, seenCount }: LimitMemory, high: number, low: number): void {
  let mixed = Math.imul(high ^ (high >>> 15), 0x2c1b3c6d) ^ low;
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  const place = (mixed ^ (mixed >>> 15)) & (SEEN_BITS - 1);
  const bit = 1 << (place & 31);
  if ((seen[place >>> 5]! & bit) !== 0) return;
  if ((Atomics.or(seen, place >>> 5, bit) & bit) === 0) Atomics.add(seenCount, 0, 1);
}

/** Clients in more than one prefix have asked. */
export function isPrefixOneOfSeveral({ seenCount }: LimitMemory): boolean {
  return seenCount[0]! > 1;
}

/**
 * About how many prefixes have asked since the start: linear counting (Whang, Vander-Zanden and Taylor, "A linear-time
 * probabilistic counting algorithm", 1990). Within some percent up to 300,000; above 700,000 it cannot tell them apart.
 */
export function countPrefixes({ seenCount }: LimitMemory): number {
  const free = Math.max(1, SEEN_BITS - seenCount[0]!);
  return Math.round(SEEN_BITS * Math.log(SEEN_BITS / free));
}
