import { expect, test } from "vitest";
import { areSame, viewOctets } from "./octets.ts";

test("octets are the same where each of them is, however many there are, and whatever stands around them", () => {
  for (let length = 0; length <= 40; length++) {
    const one = Uint8Array.from({ length: 60 }, (_, index) => index);
    const other = new Uint8Array(60).fill(0xee);
    other.set(one.subarray(3, 3 + length), 7);
    const compare = () => areSame(viewOctets(one).view, 3, viewOctets(other).view, 7, length);
    expect(compare()).toBe(true);
    for (let at = 7; at < 7 + length; at++) {
      other[at]! ^= 1;
      expect(compare()).toBe(false);
      other[at]! ^= 1;
    }
  }
});
