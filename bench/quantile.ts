/** The least of these numbers that so large a share of them is not above: 0.5 for the median. */
export function quantile(numbers: readonly number[], share: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(share * (numbers.length - 1))]!;
}
