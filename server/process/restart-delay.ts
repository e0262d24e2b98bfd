/**
 * How long to wait before a thread is started again, in milliseconds: not at all where it has lived, else twice as long
 * as the time before.
 */
export function delayAfter(last: number, lived: number): number {
  return lived >= LIVES ? 0 : Math.min(Math.max(2 * last, FIRST_DELAY), MAX_DELAY);
}

/** Milliseconds after which a thread counts as one that lives. */
const LIVES = 10_000;
const FIRST_DELAY = 50;
const MAX_DELAY = 5_000;
