import { errorOfMedian } from "./statistics.ts";

/** Standard errors between what is the same and what is told: with so many rows, chance alone passes it once in thousands of runs. */
const ERRORS = 4;
/** A change of less than this is not worth a failure, however well it was measured. */
export const LEAST_MARGIN = 0.02;
/** Of a margin above this, nobody learns that a row is slower: the run says so. */
export const NOISY_MARGIN = 0.1;

/**
 * By how much (0.05: by 5 %) the median of a row may be above what it is compared with before it counts as slower: four times the
 * standard error that its rounds show. A few rounds may agree by luck, so it is never less than what all rows show together
 * (the root of their mean square).
 */
export function marginsOf(ratios: readonly (readonly number[])[]): readonly number[] {
  const errors = ratios.map(errorOfMedian);
  const together = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
  return errors.map((error) => Math.max(LEAST_MARGIN, ERRORS * Math.max(error, together)));
}
