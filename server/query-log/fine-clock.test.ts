import { expect, test } from "vitest";
import { makeFineClock } from "./fine-clock.ts";

test("it has the fractions of one clock and follows the other when that is set", () => {
  let wall = 1_000_000;
  let monotonic = 5.25;
  const now = makeFineClock(
    () => wall,
    () => monotonic,
  );
  const steps = [
    [0, 0],
    [1, 0.75], // the wall clock has come to its next whole millisecond
    [1, 0.5],
    [3_600_000, 0.25], // the machine slept
    [-50, 0.25], // somebody set the clock
  ] as const;
  const told = steps.map(([byWall, byMonotonic]) => {
    wall += byWall;
    monotonic += byMonotonic;
    return now();
  });
  expect(told).toEqual([1_000_000, 1_000_000.75, 1_000_001.25, 4_600_002, 4_599_952]);
});
