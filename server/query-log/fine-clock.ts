/**
 * Milliseconds since 1970, with fractions: what `monotonic` gives, shifted to what `wall` gives and moved when they no longer
 * agree, because the clock was set or the machine slept.
 */
export function makeFineClock(wall: () => number, monotonic: () => number): () => number {
  let shift = wall() - monotonic();
  return () => {
    const fine = monotonic();
    const difference = wall() - fine - shift;
    if (difference > TOLERANCE || difference < -TOLERANCE) shift += difference;
    return fine + shift;
  };
}

const TOLERANCE = 2; // milliseconds; the wall clock gives whole ones
