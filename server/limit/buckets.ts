import { BUCKET, WAYS } from "./limit-memory.ts";

/** How much there is in a bucket, in ticks of 1/256 of a millisecond. */
export interface BucketSize {
  /** What one answer takes. */
  readonly cost: number;
  /** How far ahead of the time a bucket may be and still give: a second's worth, as in BIND. */
  readonly burst: number;
  /** How far ahead it can get. */
  readonly most: number;
}

/** The size for so many answers a second, and so many seconds of debt. */
export function bucketSize(rate: number, window: number): BucketSize {
  const cost = Math.max(1, Math.round(SECOND / rate));
  const burst = cost * rate;
  return { cost, burst, most: burst + window * SECOND };
}

/** The time for `charge`, of milliseconds since 1970. It begins anew every 4.6 hours. */
export function ticksOf(milliseconds: number): number {
  return (milliseconds * TICKS) | 0;
}

/**
 * Takes an answer out of the bucket with this hash, and tells whether there was one: a token bucket as BIND's, kept as the
 * time at which it is full again. Every answer is charged, given or not, so who goes on asking gets none, until it has asked
 * less for a while.
 *
 * A hash belongs to one set of `WAYS` buckets. A new one takes the place of that which is next to be full, which has the
 * least to forget: one that is in debt stays while any other is not, however many prefixes somebody makes up. Without
 * the key nobody can fill its set with others in debt.
 */
export function charge(buckets: Int32Array, hash: number, now: number, size: BucketSize): boolean {
  const { most } = size;
  const first = (hash & (buckets.length / (BUCKET * WAYS) - 1)) * BUCKET * WAYS;
  let place = first;
  let least = most + 1;
  for (let at = first; at < first + BUCKET * WAYS; at += BUCKET) {
    const ahead = aheadOf(buckets[at + 1]!, now, most);
    if (buckets[at] === hash) {
      const next = ahead + size.cost;
      buckets[at + 1] = now + (next > most ? most : next);
      return next <= size.burst;
    }
    if (ahead < least) {
      least = ahead;
      place = at;
    }
  }
  buckets[place] = hash;
  buckets[place + 1] = now + size.cost;
  return true;
}

const TICKS = 256; // a millisecond
const SECOND = 1000 * TICKS;

/**
 * How far a time is ahead; 0 for one that has passed, or that cannot be: then the clock was set, or came round. A thread that
 * had to wait for a processor is late with its time, and finds what others wrote further ahead than anything gets.
 */
function aheadOf(full: number, now: number, most: number): number {
  const ahead = (full - now) | 0;
  if (ahead < 0 || ahead > most + LATENESS) return 0;
  return ahead > most ? most : ahead;
}

const LATENESS = 10 * SECOND;
