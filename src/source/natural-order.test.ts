import { expect, test } from "vitest";
import { compareNaturally } from "./natural-order.ts";

/** As octoDNS 1.22.0 with natsort accepts names under `enforce_order: true`. */
const ACCEPTED_BY_OCTODNS = [
  ...["", "2", "10", "*", "*.a", "-x", "@", "WWW", "_dmarc", "a2", "a10", "a-b", "a.b", "ab", "www", "xn--a"],
];

test("names are in the order that octoDNS accepts", () => {
  expect(ACCEPTED_BY_OCTODNS.toReversed().toSorted(compareNaturally)).toEqual(ACCEPTED_BY_OCTODNS);
});

test.each([
  ["128-191", "129"],
  ["9.0.0", "10.0.0"],
  ["a1", "a1b"],
  ["a99999999999999999999", "a100000000000000000000"],
  ["host\u0662", "host\u0661\u0660"], // Arabic 2 and 10
  ["e\u0301b", "éc"], // an accent apart from its letter and with it
])("%s stands before %s", (a, b) => {
  expect([compareNaturally(a, b) < 0, compareNaturally(b, a) > 0]).toEqual([true, true]);
});

test("zeros before a number do not count", () => {
  expect(compareNaturally("a01", "a1")).toBe(0);
});
