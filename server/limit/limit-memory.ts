import { randomOctets } from "../openssl/random-octets.ts";

/**
 * What the threads know together of who was answered how often, in one buffer: which port a client asks from decides which
 * thread hears it, so each thread alone would see but a part of a flood, or all of one client. It is read and written
 * without locks. Where two threads meet, one answer may go uncounted; numbers never tear.
 */
export interface LimitMemory {
  /** The key of all hashes, two words, made at each start: nobody outside can tell what meets in one place. */
  readonly key: Int32Array;
  /** How many bits of `seen` are set. */
  readonly seenCount: Int32Array;
  /** A bit for each prefix that asked, see `notePrefix`. */
  readonly seen: Int32Array;
  /** See `noteEpisode`. */
  readonly episodes: Int32Array;
  /** See `charge`. */
  readonly buckets: Int32Array;
}

/** Bits in `seen`. */
export const SEEN_BITS = 1 << 16;
/** Prefixes that can be told of at a time, and words for each. */
export const EPISODES = 16;
export const EPISODE_SIZE = 8;
/** Words of a bucket. */
export const BUCKET = 2;
/** Buckets among which one is looked for: they stand in half a line of the processor's caches. */
export const WAYS = 4;

/** Memory for at least so many buckets; a power of two. All threads open the same. */
export function makeLimitMemory(tableSize: number, key: Uint8Array = randomOctets(8)): SharedArrayBuffer {
  const buckets = Math.max(WAYS, 2 ** Math.ceil(Math.log2(tableSize)));
  const buffer = new SharedArrayBuffer(BUCKETS_AT + buckets * BUCKET * 4);
  new Uint8Array(buffer, 0, 8).set(key);
  return buffer;
}

/** The parts of such a buffer. */
export function openLimitMemory(buffer: SharedArrayBuffer): LimitMemory {
  return {
    key: new Int32Array(buffer, 0, 2),
    seenCount: new Int32Array(buffer, 8, 1),
    seen: new Int32Array(buffer, SEEN_AT, SEEN_BITS / 32),
    episodes: new Int32Array(buffer, EPISODES_AT, EPISODES * EPISODE_SIZE),
    buckets: new Int32Array(buffer, BUCKETS_AT),
  };
}

const SEEN_AT = 64;
const EPISODES_AT = SEEN_AT + SEEN_BITS / 8;
const BUCKETS_AT = EPISODES_AT + EPISODES * EPISODE_SIZE * 4;
