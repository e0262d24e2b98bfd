import fc from "fast-check";
import { expect, test } from "vitest";
import { timestamp } from "./timestamp.ts";

test.each([
  ["19700101000000", 0],
  ["20260701000000", 1782864000],
  ["20240229235959", 1709251199],
  ["21060207062815", 4294967295],
  ["21060207062816", 0], // the seconds count modulo 2^32 (RFC 4034 §3.1.5)
  ["19691231235959", 4294967295],
  ["00010101000000", 2288912640],
  ["99991231235959", 4294197631],
  ["4294967295", 4294967295],
])("%s is %i seconds", (text, seconds) => {
  expect(timestamp.accept(text)).toBe(seconds);
});

test.each([
  "",
  "4294967296",
  "2026070100000",
  "202607010000000",
  "20261301000000",
  "20260001000000",
  "20260229000000",
  "19000229000000",
  "20260431000000",
  "20260701240000",
  "20260701006000",
  "20260701000060",
  "00000101000000",
  "2026-07-01",
  "-1",
])("%j is no time", (text) => {
  expect(() => timestamp.accept(text)).toThrow("expected a time as YYYYMMDDHHmmSS, or seconds since 1970");
});

test("every second is printed as the date that Date gives it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (seconds) => {
      const text = timestamp.print(seconds);
      expect(timestamp.accept(text)).toBe(seconds);
      expect(new Date(seconds * 1000).toISOString()).toBe(
        text.replace(/(....)(..)(..)(..)(..)(..)/, "$1-$2-$3T$4:$5:$6.000Z"),
      );
    }),
  );
});
