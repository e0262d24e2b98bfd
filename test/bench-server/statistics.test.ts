import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LEAST_MARGIN, marginsOf } from "../../bench/server/margin.ts";
import { errorOfMedian, median, ratiosOf, ratiosOfRounds, spreadOf } from "../../bench/server/statistics.ts";

describe("median", () => {
  test.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])("of %j is %d", (numbers, expected) => expect(median(numbers)).toBe(expected));

  test("lies between the least and the most, whatever the order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1 }), (numbers) => {
        const { median: middle, least, most } = spreadOf(numbers);
        expect(least).toBeLessThanOrEqual(middle);
        expect(middle).toBeLessThanOrEqual(most);
        expect(spreadOf(numbers.toReversed())).toEqual({ median: middle, least, most });
      }),
    );
  });
});

test("ratios are of the same round, so what slowed both down is in none", () => {
  expect(ratiosOf([3, 6, 12], [4, 8, 16])).toEqual([0.75, 0.75, 0.75]);
});

test("a round has one ratio, in which a turn that something hit counts for nothing", () => {
  const turns = (numbers: readonly number[]) =>
    numbers.map((cpu, turn) => ({ start: turn < 3 ? 1 : 2, cpu }));
  const [ours, theirs] = [turns([3, 30, 3, 4, 4, 4]), turns([4, 4, 4, 4, 40, 4])];
  expect(ratiosOfRounds(ours, theirs)).toEqual([0.75, 1]);
});

describe("the error of a median", () => {
  test("is nothing where all rounds agree, and unknown of one round", () => {
    expect(errorOfMedian([0.9, 0.9, 0.9])).toBe(0);
    expect(errorOfMedian([0.9])).toBe(Number.POSITIVE_INFINITY);
  });

  test("is the same for ratios and their inverses, and less with more rounds", () => {
    const ratios = [0.9, 1, 1.1];
    expect(errorOfMedian(ratios.map((ratio) => 1 / ratio))).toBeCloseTo(errorOfMedian(ratios), 12);
    expect(errorOfMedian([...ratios, ...ratios, ...ratios])).toBeLessThan(errorOfMedian(ratios));
  });

  test("is 1.2533 deviations over the root of their number", () => {
    expect(errorOfMedian([Math.exp(-0.1), 1, Math.exp(0.1)])).toBeCloseTo((1.2533 * 0.1) / Math.sqrt(3), 5);
  });
});

describe("margins", () => {
  test("are never less than what is worth a failure", () => {
    expect(marginsOf([[1, 1, 1]])).toEqual([LEAST_MARGIN]);
  });

  test("of a row that is quiet by luck are those of all rows together", () => {
    const [quiet, noisy] = marginsOf([
      [1, 1, 1, 1],
      [0.9, 1.1, 0.9, 1.1],
    ]);
    expect(quiet).toBeGreaterThan(0.1);
    expect(noisy).toBeGreaterThan(quiet!);
  });
});
