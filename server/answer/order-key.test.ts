import fc from "fast-check";
import { expect, test } from "vitest";
import { compareNames, keyOf, type Name } from "../../dns/name.ts";
import { makeNameBuffer, readName } from "../query/name.ts";
import { keyOfName, keyOfNameAt, orderKey } from "./order-key.ts";

const APEX = "\x07example\0";

/** Octets that have their own place, that share one, and those at the borders between. */
const octet = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(..."az-09_*mb") },
  fc.constantFrom("\0", "\x01", ")", "+", ",", ".", "/", ":", "^", "`", "{", "\x7f", "\xff"),
);
const label = fc.array(octet, { minLength: 1, maxLength: 6 }).map((octets) => octets.join(""));
const name = fc
  .array(label, { maxLength: 5 })
  .map((labels) =>
    keyOf(`${labels.map((each) => String.fromCharCode(each.length) + each).join("")}${APEX}` as Name),
  );

const buffer = makeNameBuffer();

function keyOfQuery(each: Name): readonly [number, number] {
  const octets = Buffer.from(each, "latin1");
  readName(buffer, octets, 0, octets.length);
  keyOfName(buffer, APEX.length);
  return [orderKey.first, orderKey.second];
}

test("names whose keys differ stand in the order of their keys", () => {
  let decided = 0;
  fc.assert(
    fc.property(name, name, (a, b) => {
      const [left, right] = [keyOfQuery(a), keyOfQuery(b)];
      const order = left[0] - right[0] || left[1] - right[1];
      if (order === 0) return;
      decided += 1;
      expect(Math.sign(order)).toBe(Math.sign(compareNames(a, b)));
    }),
    { numRuns: 3000 },
  );
  expect(decided).toBeGreaterThan(1500);
});

test("a name has the same key wherever it stands", () => {
  fc.assert(
    fc.property(name, fc.nat(5), (each, start) => {
      const octets = Buffer.concat([Buffer.alloc(start), Buffer.from(each, "latin1")]);
      const key = keyOfQuery(each);
      keyOfNameAt(octets, start, each.length, APEX.length);
      expect([orderKey.first, orderKey.second]).toEqual(key);
    }),
  );
});

test.each([
  ["host-12345", "host-12346"],
  ["a", "a-b"],
  ["b.a", "b.b"],
])("%s and %s are told apart by their keys alone", (a, b) => {
  const [left, right] = [a, b].map((each) => {
    const labels = each.split(".").map((part) => String.fromCharCode(part.length) + part);
    return keyOfQuery(`${labels.join("")}${APEX}` as Name);
  });
  expect(left).not.toEqual(right);
});
