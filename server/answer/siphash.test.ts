import { expect, test } from "vitest";
import { makeSipHashKey, sipHash } from "./siphash.ts";

const KEY = makeSipHashKey(Uint8Array.from({ length: 16 }, (_, index) => index));

// Key 00 01 … 0f, message 00 01 … of the length: the vectors that come with the algorithm's paper and reference code.
test.each([
  [0, "310e0edd47db6f72"],
  [1, "fd67dc93c539f874"],
  [7, "37d1018bf50002ab"],
  [8, "6224939a79f5f593"],
  [15, "e545be4961ca29a1"],
  [16, "db9bc2577fcc2a3f"],
  [63, "724506eb4c328a95"],
])("SipHash-2-4 of %d octets", (length, hash) => {
  const out = Buffer.alloc(10, 0xee);
  sipHash(
    KEY,
    Uint8Array.from({ length: 64 }, (_, index) => index),
    length,
    out,
    1,
  );
  expect(out.toString("hex")).toBe(`ee${hash}ee`);
});
