/** A moment of a run, in seconds, and the memory that was held, in octets. */
export interface MemoryPoint {
  readonly at: number;
  readonly memory: number;
}

/** What memory does after the warm-up. */
export interface Trend {
  /** Octets a second: the median of the slopes between all pairs of moments (Theil and Sen). */
  readonly slope: number;
  /** The slope over the whole time after the warm-up, in octets. */
  readonly growth: number;
}

/**
 * How memory grows after the warm-up. Each window counts by the least that was held in it: a collector's garbage comes and
 * goes, while what is never given back stays in the least, too. The median of all slopes does not move by less than about
 * three in ten of the windows, so neither a burst nor a step makes a trend. Undefined where there are less than four windows.
 */
export function trendOf(points: readonly MemoryPoint[], warmUp: number, window: number): Trend | undefined {
  const lows = lowsOf(
    points.filter(({ at }) => at >= warmUp),
    warmUp,
    window,
  );
  if (lows.length < LEAST_WINDOWS) return undefined;
  const slopes = lows.flatMap((one, index) =>
    lows.slice(index + 1).map((other) => (other.memory - one.memory) / (other.at - one.at)),
  );
  slopes.sort((a, b) => a - b);
  const slope = (slopes[(slopes.length - 1) >> 1]! + slopes[slopes.length >> 1]!) / 2;
  return { slope, growth: slope * (lows.at(-1)!.at - lows[0]!.at) };
}

const LEAST_WINDOWS = 4;

/** The least of each window, at the window's middle. */
function lowsOf(points: readonly MemoryPoint[], start: number, window: number): MemoryPoint[] {
  const lows = new Map<number, number>();
  for (const { at, memory } of points) {
    const index = Math.floor((at - start) / window);
    lows.set(index, Math.min(lows.get(index) ?? Number.POSITIVE_INFINITY, memory));
  }
  return [...lows].map(([index, memory]) => ({ at: start + (index + 0.5) * window, memory }));
}
