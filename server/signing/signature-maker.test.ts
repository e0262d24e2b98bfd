import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openSignatureMaker } from "./signature-maker.ts";
import { ECDSAP256SHA256, ECDSAP384SHA384, ED25519, type PrivateKey, RSASHA256 } from "./signer.ts";

const openSsl = openSignatureMaker();
const withoutFfi = openSignatureMaker({ missing: "a test goes without it" });

const MAKE: Record<PrivateKey["algorithm"], () => { readonly privateKey: KeyObject }> = {
  [RSASHA256]: () => generateKeyPairSync("rsa", { modulusLength: 1024 }),
  [ECDSAP256SHA256]: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  [ECDSAP384SHA384]: () => generateKeyPairSync("ec", { namedCurve: "P-384" }),
  [ED25519]: () => generateKeyPairSync("ed25519"),
};
const HASH = {
  [RSASHA256]: "sha256",
  [ECDSAP256SHA256]: "sha256",
  [ECDSAP384SHA384]: "sha384",
  [ED25519]: null,
};

test("OpenSSL signs where tests run", () => {
  expect(openSsl.slowBecause).toBeUndefined();
  expect(withoutFfi.slowBecause).toBe("a test goes without it");
});

describe.each([
  ["RSASHA256", RSASHA256, 3],
  ["ECDSAP256SHA256", ECDSAP256SHA256, 100],
  ["ECDSAP384SHA384", ECDSAP384SHA384, 20],
  ["ED25519", ED25519, 50],
] as const)("%s", (_, algorithm, keys) => {
  test("either way gives the same octets each time, and they verify", () => {
    const messages = fc.sample(fc.uint8Array({ maxLength: 3000 }), keys);
    for (const message of messages) {
      const { privateKey } = MAKE[algorithm]();
      const key = { algorithm, publicKey: "", pkcs8: privateKey.export({ type: "pkcs8", format: "der" }) };
      const [first, second] = [openSsl.makeSigner(key), withoutFfi.makeSigner(key)];
      const signature = first.sign(message);
      expect(first.sign(message)).toBe(signature);
      expect(second.sign(message)).toBe(signature);
      first.close();
      second.close();
      const publicKey = { key: createPublicKey(privateKey), dsaEncoding: "ieee-p1363" as const };
      expect(verify(HASH[algorithm], message, publicKey, Buffer.from(signature, "latin1"))).toBe(true);
    }
  });
});
