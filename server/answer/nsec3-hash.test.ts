import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import { digest, firstBitsOf, hashName, labelOfHash } from "./nsec3-hash.ts";
import { sha1 } from "./sha1.ts";

const PARAMETERS = Buffer.from("000c 04 aabbccdd".replaceAll(" ", ""), "hex");

// RFC 5155 Appendix A.
test.each([
  ["example.", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"],
  ["a.example.", "35mthgpgcu1qg68fab165klnsnk3dpvl"],
  ["*.w.example.", "r53bq7cc2uvmubfu5ocmm6pers9tk9en"],
  ["x.y.w.example.", "2vptu5timamqttgl4luu9kg21e0aor3s"],
  ["2t7b4g4vsa5smi47k61mv5bv1a22bojr.example.", "kohar7mbb8dc2ce8a9qvl8hon4k53uhi"],
])("the hash of %s with salt aabbccdd and 12 iterations", (name, hash) => {
  const octets = Buffer.from(nameOf(name), "latin1");
  hashName(PARAMETERS, 0, octets, 0, octets.length);
  expect(Buffer.from(labelOfHash(digest, 0)).toString()).toBe(hash);
  expect(firstBitsOf(Buffer.from(`\x20${hash}`), 1) >>> 0).toBe(Buffer.from(digest).readUInt32BE(0));
});

test("SHA-1 is that of node:crypto, for every length that a name and a salt can have", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 0, maxLength: 510 }), (message) => {
      const room = new Uint8Array(510 + 72).fill(0xee);
      room.set(message);
      const digest = new Uint8Array(20);
      sha1(room, message.length, digest);
      expect(Buffer.from(digest).toString("hex")).toBe(createHash("sha1").update(message).digest("hex"));
    }),
  );
});
