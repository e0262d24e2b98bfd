import fc from "fast-check";
import { expect, test } from "vitest";
import { compareSerials } from "../../dns/serial.ts";
import { INCEPTION_MARGIN, windowStart } from "../../dns/signing/window.ts";
import { fileSerial, lastReserved, servedSerial, windowOfSignature } from "./served-serial.ts";

const RANGE = { base: 2970, windows: 260 };

test.each([
  ["before the base, as with a clock that is behind", 2960, 100],
  ["in the window of the base", 2970, 100],
  ["a week later", 2971, 101],
  ["in the last window", 3229, 359],
  ["after the last window", 3230, 359],
])("%s a zone answers the serial of its file and so many more", (_, window, served) => {
  expect(servedSerial(100, RANGE, window)).toBe(served);
  expect(fileSerial(served, RANGE, window)).toBe(100);
});

test("numbers go round (RFC 1982)", () => {
  expect(servedSerial(0xffff_ffff, RANGE, 2971)).toBe(0);
  expect(fileSerial(0, RANGE, 2971)).toBe(0xffff_ffff);
});

test("the window of a signature is told by its inception, and only where it begins with one", () => {
  expect(windowOfSignature(windowStart(2980) - INCEPTION_MARGIN)).toBe(2980);
  expect(windowOfSignature(windowStart(2980))).toBeUndefined();
});

const anySerial = fc.integer({ min: 0, max: 0xffff_ffff });
const anyRange = fc.record({ base: fc.nat(10_000), windows: fc.integer({ min: 2, max: 1600 }) });

test("who sees what is served in a window knows the file", () => {
  fc.assert(
    fc.property(anySerial, anyRange, fc.nat(20_000), (file, range, window) => {
      expect(fileSerial(servedSerial(file, range, window), range, window)).toBe(file);
    }),
  );
});

test("served serials never go back from window to window, and a later release lies above all of them", () => {
  fc.assert(
    fc.property(anySerial, anyRange, fc.nat(20_000), fc.nat(2_000), (file, range, window, later) => {
      const served = servedSerial(file, range, window);
      expect(compareSerials(servedSerial(file, range, window + later), served)).toBeGreaterThanOrEqual(0);
      expect(compareSerials(lastReserved(file, range), served)).toBe(1);
    }),
  );
});
