/** The middle of several numbers, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** The middle of numbers, or the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Median, least and most of at least one number. */
export function spreadOf(numbers: readonly number[]): Spread {
  return { median: median(numbers), least: Math.min(...numbers), most: Math.max(...numbers) };
}

/** Ratios of one measured to another, round by round: what a moment did to both is in neither. */
export function ratiosOf(one: readonly number[], other: readonly number[]): readonly number[] {
  return one.slice(0, other.length).map((number, round) => number / other[round]!);
}

/**
 * The standard error of the median of ratios, relative: their standard deviation (of logarithms, for ratios), over the root of
 * their number, and 1.2533 times, which is what a median has more than a mean has where errors are normal (√(π/2)).
 */
export function errorOfMedian(ratios: readonly number[]): number {
  if (ratios.length < 2) return Number.POSITIVE_INFINITY;
  const logarithms = ratios.map(Math.log);
  const mean = logarithms.reduce((sum, each) => sum + each, 0) / logarithms.length;
  const squares = logarithms.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return (
    (Math.sqrt(Math.PI / 2) * Math.sqrt(squares / (logarithms.length - 1))) / Math.sqrt(logarithms.length)
  );
}
