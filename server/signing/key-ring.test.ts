import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { printPkcs8 } from "../../dns/signing/key-files.ts";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import { openKeyRing } from "./key-ring.ts";
import { openSignatureMaker } from "./signature-maker.ts";
import type { PrivateKey } from "./signer.ts";

function makeKey(): PrivateKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  return { ...publicKeyOf(privateKey)!, pkcs8: printPkcs8(privateKey) }; // it is of a kind that signs
}

test("a key is found by its public half and its algorithm, and opened once", () => {
  const [one, other] = [makeKey(), makeKey()];
  const ring = openKeyRing([one], openSignatureMaker());
  const sign = ring.signerOf(one);
  expect(sign?.(Buffer.from("data"))).toHaveLength(64);
  expect(ring.signerOf(one)).toBe(sign);
  expect(ring.signerOf(other)).toBeUndefined();
  expect(ring.signerOf({ ...one, algorithm: 13 })).toBeUndefined();
  ring.close();
  expect(() => sign?.(Buffer.from("data"))).toThrow("Cannot sign with a key that is closed");
});
