/**
 * Signatures are made for a window: a week of the calendar, counted from 1970-01-01. All machines that sign in the same
 * window give the same signatures, so nobody has to tell another what he signed.
 */
export const WINDOW_SECONDS = 7 * 86_400;

/** A signature begins so long before its window, for clocks that are behind. */
export const INCEPTION_MARGIN = 86_400;

/** The window of a time in seconds since 1970. */
export function windowOf(seconds: number): number {
  return Math.floor(seconds / WINDOW_SECONDS);
}

/** When a window begins, in seconds since 1970. */
export function windowStart(window: number): number {
  return window * WINDOW_SECONDS;
}
