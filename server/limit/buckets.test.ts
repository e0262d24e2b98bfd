import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketSize, charge, ticksOf } from "./buckets.ts";
import { makeLimitMemory, openLimitMemory } from "./limit-memory.ts";

const { buckets } = openLimitMemory(makeLimitMemory(512));
const START = Date.UTC(2026, 10, 30);
const FLOOD = 0x1234_5678;

/** Fresh buckets, and how many of so many questions in the millisecond at `at` are within the limit. */
function table(rate: number, window: number) {
  buckets.fill(0);
  const size = bucketSize(rate, window);
  return (hash: number, count: number, at: number) => {
    let within = 0;
    for (let left = count; left > 0; left--) {
      if (charge(buckets, hash, ticksOf(START + at), size)) within += 1;
    }
    return within;
  };
}

test("a second's worth comes at once, and then as much as the rate", () => {
  const ask = table(200, 0);
  expect(ask(FLOOD, 1000, 0)).toBe(200);
  expect(ask(FLOOD, 1000, 10)).toBe(2); // 10 ms at 200 a second
  expect(ask(FLOOD, 1000, 1010)).toBe(200);
});

test("a flood is charged for what it does not get, and gets nothing until it has paid", () => {
  const ask = table(200, 15);
  expect(ask(FLOOD, 100_000, 0)).toBe(200);
  expect(ask(FLOOD, 1, 15_000)).toBe(0);
  expect(ask(FLOOD, 1000, 15_020)).toBe(3); // 20 ms less what was asked meanwhile
  expect(ask(FLOOD, 1000, 60_000)).toBe(200);
});

test("who stays at the rate always gets an answer", () => {
  const ask = table(200, 15);
  for (let at = 0; at < 10_000; at += 5) expect(ask(FLOOD, 1, at)).toBe(1);
});

test("the clock may come round, or be set back, and nobody is in debt for it", () => {
  const ask = table(200, 15);
  const round = 2 ** 32 / 256; // milliseconds in which ticks begin anew
  expect(ask(FLOOD, 1000, 0)).toBe(200);
  expect(ask(FLOOD, 1, round - 60_000)).toBe(1);
  expect(ask(FLOOD, 1000, round - 50_000)).toBe(200);
  expect(ask(FLOOD, 1, -3_600_000)).toBe(1);
});

test("a thread that is late with its time forgives nothing", () => {
  const ask = table(200, 15);
  ask(FLOOD, 100_000, 10_000);
  expect(ask(FLOOD, 100, 9_500)).toBe(0);
  expect(ask(FLOOD, 100, 10_000)).toBe(0);
});

test("a flood does not lose its bucket to any number of other prefixes", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 100, maxLength: 300 }), (others) => {
      const ask = table(200, 15);
      ask(FLOOD, 1000, 0);
      // All of them in the same set of buckets.
      for (const other of others) ask((other << 12) | (FLOOD & 0xfff) | 0, 3, 1);
      return ask(FLOOD, 1, 2) === 0;
    }),
  );
});

test("a prefix that no bucket is left for is answered", () => {
  const ask = table(1, 15);
  for (let other = 1; other <= 20; other++) ask(other << 12, 100, 0);
  expect(ask(99 << 12, 1, 0)).toBe(1);
});

test("over any course of questions no more than a second's worth and the rate are within", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.array(
        fc.record({ wait: fc.integer({ min: 0, max: 2000 }), count: fc.integer({ min: 1, max: 600 }) }),
      ),
      (rate, course) => {
        const ask = table(rate, 0);
        let at = 0;
        let within = 0;
        for (const { wait, count } of course) {
          at += wait;
          within += ask(FLOOD, count, at);
        }
        return within <= Math.ceil(rate * (1 + at / 1000) * 1.001) + 1;
      },
    ),
  );
});
