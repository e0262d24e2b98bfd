import { expect, test } from "vitest";
import { hashWords } from "./half-sip-hash.ts";

test("a message of twelve octets has the hash that the algorithm's reference code gives", () => {
  // Key 00 01 … 07, message 00 01 … 0b: 6c 09 28 6b, the least significant octet first. Linux has it in its tests of hsiphash.
  expect(hashWords(0x03020100, 0x07060504, 0x03020100, 0x07060504, 0x0b0a0908)).toBe(0x6b28096c);
});

test.each([
  ["key", hashWords(1, 0, 0, 0, 0), hashWords(0, 1, 0, 0, 0)],
  ["message", hashWords(0, 0, 1, 0, 0), hashWords(0, 0, 0, 0, 1)],
])("another %s, another hash", (_, one, other) => {
  expect(one).not.toBe(other);
});
