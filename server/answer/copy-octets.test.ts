import { expect, test } from "vitest";
import { viewOctets } from "../tables/octets.ts";
import { copyOctets } from "./copy-octets.ts";

test("so many octets are copied, however many they are, and no other", () => {
  const from = Uint8Array.from({ length: 300 }, (_, index) => index);
  for (let length = 0; length <= 240; length++) {
    const into = new Uint8Array(300).fill(0xee);
    copyOctets(viewOctets(from), 7, length, viewOctets(into), 50);
    expect(into.subarray(50, 50 + length)).toEqual(from.subarray(7, 7 + length));
    expect(into.subarray(0, 50).every((octet) => octet === 0xee)).toBe(true);
    expect(into.subarray(50 + length).every((octet) => octet === 0xee)).toBe(true);
  }
});
