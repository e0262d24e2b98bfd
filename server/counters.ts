/**
 * What one thread has counted since the server started. Only that thread writes; others read them in the memory that
 * all share. Numbers are whole and exact up to 2^53.
 */
export type Counters = Float64Array<SharedArrayBuffer>;

/** Packets, or messages over TCP, that came. */
export const RECEIVED = 0;
/** Answers made for them; the others got silence. */
export const ANSWERED = 1;
/** Answers that the system did not take. */
export const UNSENT = 2;
/** Times that `respond` threw, which are defects of ours; they got SERVFAIL. */
export const FAILED = 3;

const COUNT = 8; // one line of the processor's caches, so that threads do not slow each other down

/** Counters for so many threads, all 0. */
export function makeCounters(threads: number): readonly Counters[] {
  const buffer = new SharedArrayBuffer(threads * COUNT * 8);
  return Array.from({ length: threads }, (_, thread) => new Float64Array(buffer, thread * COUNT * 8, COUNT));
}
