import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { compareBench, compareResults } from "../../bench/server/compare.ts";
import { madeResult, madeRow } from "./made-result.ts";

const folder = mkdtempSync(join(tmpdir(), "zonepipe-compare-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Ratios to NSD, whose processor time was 4 µs. */
function run(ratios: readonly number[], peer = 4) {
  const costs = {
    zonepipe: ratios.map((ratio) => ratio * peer),
    NSD: ratios.map(() => peer),
    Knot: ratios.map(() => 2 * peer),
  };
  return madeResult([madeRow("exact", costs)]);
}

describe("a row is worse where its ratio has grown by more than the noise", () => {
  test.each<[string, readonly number[], readonly number[], boolean]>([
    ["the same", [0.9, 0.91, 0.92], [0.9, 0.91, 0.92], false],
    ["10 % more, and rounds agree", [0.9, 0.9, 0.9], [0.99, 0.99, 0.99], true],
    ["10 % more, where rounds differ by as much", [0.85, 0.9, 0.95], [0.94, 0.99, 1.04], false],
    ["1 % more, which is not worth it", [0.9, 0.9, 0.9], [0.909, 0.909, 0.909], false],
    ["10 % less", [0.9, 0.9, 0.9], [0.81, 0.81, 0.81], false],
  ])("%s", (_, before, after, isWorse) => {
    expect(compareResults(run(before), run(after))).toMatchObject([{ title: "exact", isWorse }]);
  });

  test("a machine on which all are slower is no change", () => {
    const [change] = compareResults(run([0.9, 0.9, 0.9]), run([0.9, 0.9, 0.9], 8));
    expect(change).toMatchObject({ isWorse: false });
    expect(change!.ratio.median).toBeCloseTo(1, 9);
  });

  test("the spread is what rounds of both can make", () => {
    const [change] = compareResults(run([0.8, 1, 1]), run([1, 1, 1.2]));
    expect(change!.ratio.median).toBe(1);
    expect(change!.ratio.least).toBe(1);
    expect(change!.ratio.most).toBeCloseTo(1.5, 9);
  });
});

describe("npm run bench -- compare", () => {
  const file = (name: string, value: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(value));
    return path;
  };
  const fast = file("fast.json", run([0.9, 0.9, 0.9]));
  const slow = file("slow.json", run([1.2, 1.2, 1.2]));
  const other = file("other.json", madeResult([]));
  const strange = file("strange.json", { records: [] });

  beforeEach(() => {
    for (const face of ["log", "error"] as const) vi.spyOn(console, face).mockImplementation(() => {});
    return () => vi.restoreAllMocks();
  });

  test.each<[string, readonly string[], number]>([
    ["the same run twice", [fast, fast], 0],
    ["faster", [slow, fast], 0],
    ["slower", [fast, slow], 1],
    ["one file", [fast], 2],
    ["three files", [fast, fast, fast], 2],
    ["a file that is not there", [fast, join(folder, "nothing.json")], 2],
    ["a file of something else", [fast, strange], 2],
    ["runs that have no row in common", [fast, other], 2],
  ])("%s", (_, words, code) => expect(compareBench(words)).toBe(code));
});
