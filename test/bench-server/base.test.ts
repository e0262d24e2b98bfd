import { describe, expect, test } from "vitest";
import { judgeBase, printVerdicts } from "../../bench/server/base.ts";
import { madeRow } from "./made-result.ts";

const QUIET = [4, 4.02, 3.98, 4.01, 3.99];
const times = (factor: number, numbers: readonly number[]) => numbers.map((number) => factor * number);

function judge(ours: readonly number[], base: readonly number[], again: readonly number[]) {
  return judgeBase([
    madeRow("exact", { base, zonepipe: ours, "base again": again, NSD: times(1.1, base) }),
  ])[0]!;
}

describe("ours is slower where it differs from the base by more than the base does from itself", () => {
  test.each<[string, readonly number[], readonly number[], readonly number[], boolean]>([
    ["no change", QUIET, QUIET, QUIET, false],
    ["7 % more on a quiet machine", times(1.07, QUIET), QUIET, times(1.002, QUIET), true],
    ["7 % less", times(0.93, QUIET), QUIET, QUIET, false],
    [
      "7 % more where the base differs from itself by 8 %",
      times(1.07, QUIET),
      QUIET,
      times(1.08, QUIET),
      false,
    ],
    ["7 % more where rounds differ by 10 %", times(1.07, QUIET), QUIET, [4.4, 3.6, 4.4, 3.6, 4], false],
    ["half as much again, even there", times(1.5, QUIET), QUIET, [4.4, 3.6, 4.4, 3.6, 4], true],
  ])("%s", (_, ours, base, again, isWorse) => expect(judge(ours, base, again)).toMatchObject({ isWorse }));

  test("a moment that slows all down is no difference", () => {
    const noisy = [4, 9, 4, 6, 12];
    expect(judge(noisy, noisy, noisy)).toMatchObject({ ratio: 1, same: 1, margin: 0.02, isWorse: false });
  });

  test("the table says who is slower, and what that is beside peers", () => {
    const text = printVerdicts([judge(times(1.5, QUIET), QUIET, QUIET)]);
    expect(text).toContain("| exact | 1.500 | 1.000 | 2.0 % | SLOWER | NSD: 0.91 → 1.36 |");
  });

  test("it says where noise hides everything", () => {
    expect(printVerdicts([judge(QUIET, QUIET, [4.4, 3.6, 4.4, 3.6, 4])])).toContain(
      "So noisy that little can be said: exact.",
    );
  });
});
