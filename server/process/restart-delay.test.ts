import { expect, test } from "vitest";
import { delayAfter } from "./restart-delay.ts";

test("a thread that has lived is started again at once, one that dies young waits longer each time", () => {
  expect(delayAfter(0, 60_000)).toBe(0);
  const delays: number[] = [];
  while (delays.length < 9) delays.push(delayAfter(delays.at(-1) ?? 0, 20));
  expect(delays).toEqual([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  expect(delayAfter(5000, 60_000)).toBe(0);
});
