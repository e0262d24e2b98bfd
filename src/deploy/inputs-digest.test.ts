import { expect, test } from "vitest";
import { zoneOf } from "../../test/zone-text.ts";
import { inputsDigest } from "./inputs-digest.ts";

const zone = zoneOf(
  "example.com.",
  "@ 3600 SOA ns1 host 1 7200 3600 1209600 300\n@ 3600 NS ns1.example.net.\n",
);
const digestWith = (more: { readonly keySignatures?: string }) =>
  inputsDigest({
    zones: [{ ...zone, ...more, config: { journal: { versions: 1, size: 1 } } }],
    ...{ bundle: Buffer.from("server"), dockerfile: Buffer.from("FROM scratch"), apps: [] },
  });

test("new signatures over keys that stay are another image", () => {
  const digests = [{}, { keySignatures: "one" }, { keySignatures: "two" }].map(digestWith);
  expect(new Set(digests).size).toBe(3);
  expect(digestWith({ keySignatures: "two" })).toBe(digests[2]);
});
