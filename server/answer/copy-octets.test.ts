import { expect, test } from "vitest";
import { copyOctets } from "./copy-octets.ts";

test("so many octets are copied, however many they are, and no other", () => {
  const from = Uint8Array.from({ length: 300 }, (_, index) => index);
  for (let length = 0; length <= 200; length++) {
    const into = new Uint8Array(300).fill(0xee);
    copyOctets(from, 7, length, into, 50);
    expect(into.subarray(50, 50 + length)).toEqual(from.subarray(7, 7 + length));
    expect(into.subarray(0, 50).every((octet) => octet === 0xee)).toBe(true);
    expect(into.subarray(50 + length).every((octet) => octet === 0xee)).toBe(true);
  }
});
