import { expect, test } from "vitest";
import { seededRandom } from "../differential/random.ts";
import { type MemoryPoint, trendOf } from "./find-leak.ts";

const MEGABYTE = 1 << 20;
const random = seededRandom(1);

/** A run of a quarter of an hour, a point a second: 200 MB, garbage of up to 60 MB that comes and goes, and what is given. */
function run(more: (at: number) => number): MemoryPoint[] {
  return Array.from({ length: 900 }, (_, at) => {
    const garbage = ((at * 7) % 60) * MEGABYTE + random.below(MEGABYTE);
    return { at, memory: 200 * MEGABYTE + garbage + more(at) };
  });
}

test.each([
  ["garbage that comes and goes", () => 0],
  ["heaps that grow at first", (at: number) => Math.min(at, 200) * MEGABYTE],
  ["a burst", (at: number) => (at > 500 && at < 600 ? 300 * MEGABYTE : 0)],
  ["memory that is given back", (at: number) => -at * 20_000],
])("%s is no trend", (_, more) => {
  expect(trendOf(run(more), 300, 60)!.growth).toBeLessThan(4 * MEGABYTE);
});

test.each([
  ["a little in every second", (at: number) => at * 50_000],
  ["something with every reload", (at: number) => Math.floor(at / 10) * 500_000],
])("%s is a leak, of that size", (_, more) => {
  const { slope, growth } = trendOf(run(more), 300, 60)!;
  expect(slope).toBeGreaterThan(45_000);
  expect(slope).toBeLessThan(55_000);
  expect(growth).toBeCloseTo(slope * 540, 0);
});

test("of a few windows nothing can be said", () => {
  expect(
    trendOf(
      run(() => 0),
      820,
      30,
    ),
  ).toBeUndefined();
});
