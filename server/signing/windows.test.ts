import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WINDOW_SECONDS, windowStart } from "../../dns/signing/window.ts";
import { makeClock } from "./clock.ts";
import { watchTurns } from "./turns.ts";
import { makeWindows } from "./windows.ts";

const at = (window: number) => windowStart(window) * 1000;

test("the window is that of the clock, and turns with its first second", () => {
  let now = at(2900);
  const inForce = makeWindows(() => now, null);
  expect(inForce()).toBe(2900);
  now = at(2901) - 1;
  expect(inForce()).toBe(2900);
  now = at(2901);
  expect(inForce()).toBe(2901);
});

test("it never goes back, whatever the clock does", () => {
  let now = at(2900);
  const inForce = makeWindows(() => now, null);
  inForce();
  now = at(2850);
  expect(inForce()).toBe(2900);
});

test("a clock that stands before the build is wrong", () => {
  expect(makeWindows(() => 0, windowStart(2900) + 5)()).toBe(2900);
  expect(makeWindows(() => at(2901), windowStart(2900))()).toBe(2901);
});

test("a clock that was set runs from there, as fast as it is told", () => {
  let machine = 1_000_000;
  const clock = makeClock({ start: 5_000, since: 1_000_000, rate: 60 }, () => machine);
  expect(clock()).toBe(5_000);
  machine += 1_000;
  expect(clock()).toBe(65_000);
  expect(makeClock(undefined, () => machine)()).toBe(machine);
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("it turns once for each window, at the latest a minute of the clock after it has begun", async () => {
  let now = at(2900) + 1;
  const turns: number[] = [];
  const inForce = makeWindows(() => now, null);
  const watch = watchTurns(inForce, 2900, 1, async () => turns.push(inForce()) > 0);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(turns).toEqual([]);
  now += WINDOW_SECONDS * 1000;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(turns).toEqual([2901]);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(turns).toEqual([2901]);
  watch.close();
  now += WINDOW_SECONDS * 1000;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(turns).toEqual([2901]);
});

test("a turn that did not come to an end is tried again at the next look, and none begins beside another", async () => {
  const now = at(2901);
  const outcomes = [false, false, true];
  let tries = 0;
  let isAtWork = false;
  const watch = watchTurns(
    makeWindows(() => now, null),
    2900,
    60,
    async () => {
      expect(isAtWork).toBe(false);
      isAtWork = true;
      await vi.advanceTimersByTimeAsync(5_000);
      isAtWork = false;
      return outcomes[tries++]!;
    },
  );
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tries).toBe(3);
  watch.close();
});
