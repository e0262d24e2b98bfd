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

/** Ratios of one measured to another, one by one: what a moment did to both is in neither. */
export function ratiosOf(one: readonly number[], other: readonly number[]): readonly number[] {
  return one.slice(0, other.length).map((number, round) => number / other[round]!);
}

/**
 * One ratio for each round: the median of its turns', each of which is paired with the other's next to it. Turns share a start of the
 * server, so they are not as many as they seem when it comes to the error of all.
 */
export function ratiosOfRounds(one: readonly Turn[], other: readonly Turn[]): readonly number[] {
  const ratios = ratiosOf(
    one.map(({ cpu }) => cpu),
    other.map(({ cpu }) => cpu),
  ).map((ratio, turn) => ({ ratio, start: one[turn]!.start }));
  return [...Map.groupBy(ratios, ({ start }) => start).values()].map((all) =>
    median(all.map(({ ratio }) => ratio)),
  );
}

/** What a turn took, and the round that it belongs to. */
interface Turn {
  readonly start: number;
  readonly cpu: number;
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
