import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addToSerial, compareSerials, MAX_SERIAL } from "./serial.ts";

const HALF = 2 ** 31;

describe("serials in the order of RFC 1982", () => {
  test.each([
    [1, 1, 0],
    [1, 2, -1],
    [2, 1, 1],
    [0, MAX_SERIAL, 1],
    [MAX_SERIAL, 0, -1],
    [0, HALF - 1, -1],
    [0, HALF + 1, 1],
    [HALF - 1, 0, 1],
    [MAX_SERIAL, HALF - 2, -1],
    [2026070101, 2026070199, -1],
    [0, HALF, undefined],
    [HALF, 0, undefined],
    [1, HALF + 1, undefined],
    [MAX_SERIAL, HALF - 1, undefined],
  ])("%d against %d: %s", (a, b, order) => {
    expect(compareSerials(a, b)).toBe(order);
  });

  test("a serial comes after each that is less than 2^31 steps behind it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MAX_SERIAL }),
        fc.integer({ min: 1, max: HALF - 1 }),
        (serial, steps) => {
          const later = addToSerial(serial, steps);
          expect(later).toBeGreaterThanOrEqual(0);
          expect(later).toBeLessThanOrEqual(MAX_SERIAL);
          expect(compareSerials(later, serial)).toBe(1);
          expect(compareSerials(serial, later)).toBe(-1);
        },
      ),
    );
  });
});

describe("steps", () => {
  test.each([
    [1, 0, 1],
    [1, 1, 2],
    [MAX_SERIAL, 1, 0],
    [MAX_SERIAL, HALF - 1, HALF - 2],
  ])("%d and %d more is %d", (serial, count, sum) => {
    expect(addToSerial(serial, count)).toBe(sum);
  });

  test.each([-1, HALF, 1.5, Number.NaN])("%d steps are refused", (count) => {
    expect(() => addToSerial(1, count)).toThrow(`Cannot add ${count} to a serial: expected 0 to 2147483647`);
  });
});
