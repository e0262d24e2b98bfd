import * as real from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createHash, createHmac, hash, timingSafeEqual } from "./crypto.ts";

test.each(["sha1", "sha256", "sha384", "sha512"])("%s and its HMAC are what Node computes", (name) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.string(), fc.uint8Array(), (octets, text, key) => {
      const of = (crypto: Pick<typeof real, "createHash">) =>
        crypto.createHash(name).update(octets).update(text).digest("hex");
      expect(createHash(name).update(octets).update(text).digest("hex")).toBe(of(real));
      const mac = real.createHmac(name, key).update(octets).digest("base64");
      expect(createHmac(name, key).update(octets).digest("base64")).toBe(mac);
      expect(hash(name, octets)).toBe(real.hash(name, octets));
    }),
  );
});

test("octets are equal or not, and of one length", () => {
  const octets = Uint8Array.of(1, 2, 3);
  expect(timingSafeEqual(octets, Uint8Array.of(1, 2, 3))).toBe(true);
  expect(timingSafeEqual(octets, Uint8Array.of(1, 2, 7))).toBe(false);
  expect(() => timingSafeEqual(octets, Uint8Array.of(1, 2))).toThrow("different lengths");
});

test("a hash function that is not there is named", () => {
  expect(() => createHash("md5")).toThrow("Cannot hash with md5");
});
