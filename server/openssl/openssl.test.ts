import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { randomOctets } from "./random-octets.ts";
import { sha256, startSha256 } from "./sha256.ts";

test("a digest is that of node:crypto, in whatever pieces it is made, of shared memory, too", () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 });
  fc.assert(
    fc.property(pieces, fc.boolean(), (parts, isShared) => {
      const hash = startSha256();
      for (const part of parts) hash.add(isShared ? shared(part) : part);
      const expected = createHash("sha256").update(Buffer.concat(parts)).digest("hex");
      expect(Buffer.from(hash.end()).toString("hex")).toBe(expected);
      expect(Buffer.from(sha256(...parts)).toString("hex")).toBe(expected);
    }),
  );
});

test("two digests can be made at a time", () => {
  const [one, other] = [startSha256(), startSha256()];
  one.add(Buffer.from("a"));
  other.add(Buffer.from("b"));
  one.add(Buffer.from("c"));
  expect(one.end()).toEqual(sha256(Buffer.from("ac")));
  expect(other.end()).toEqual(sha256(Buffer.from("b")));
});

test("random octets are as many as were wanted, and others each time", () => {
  const octets = randomOctets(32);
  expect(octets).toHaveLength(32);
  expect(randomOctets(32)).not.toEqual(octets);
  expect(new Set(octets).size).toBeGreaterThan(8);
});

/** The same octets in shared memory, somewhere in the middle of it. */
function shared(octets: Uint8Array): Uint8Array {
  const view = new Uint8Array(new SharedArrayBuffer(octets.length + 7), 7);
  view.set(octets);
  return view;
}
