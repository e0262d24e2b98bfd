import { describe, expect, test } from "vitest";
import { makeKey } from "../../test/signing/sign-with.ts";
import { publicKeyFault, signatureLength, whyNotSign } from "./algorithms.ts";
import { plainSigner } from "./plain-signer.ts";
import { shapeSign } from "./shape-signer.ts";

test.each([
  [1, "RSAMD5 must not sign (RFC 9904)"],
  [5, "its SHA-1 must not sign any more (RFC 9905)"],
  [7, "its SHA-1 must not sign any more (RFC 9905)"],
  [10, "RSASHA512 is not recommended for signing (RFC 9904); RSASHA256 is"],
  [12, "it must not sign any more (RFC 9906)"],
  [253, "it is not an algorithm that is known here"],
])("algorithm %i does not sign here", (algorithm, why) => {
  expect(whyNotSign(algorithm)).toBe(why);
});

describe.each([8, 13, 14, 15] as const)("algorithm %i", (algorithm) => {
  const { key, privateKey } = makeKey(algorithm);
  const data = Buffer.from("what is signed");

  test("signs", () => {
    expect(whyNotSign(algorithm)).toBeUndefined();
    expect(publicKeyFault(algorithm, key.publicKey)).toBeUndefined();
  });

  test("has signatures of the length that is known before, and stand-ins of the same", () => {
    const { length } = plainSigner(algorithm, privateKey)(data);
    expect(signatureLength(key)).toBe(length);
    expect(shapeSign(key)(data)).toHaveLength(length);
  });

  test("has stand-ins that differ by data and by key, and are no signatures", () => {
    const standIn = shapeSign(key)(data);
    expect(shapeSign(key)(data)).toBe(standIn);
    expect(shapeSign(key)(Buffer.from("something else"))).not.toBe(standIn);
    expect(shapeSign(makeKey(algorithm).key)(data)).not.toBe(standIn);
  });

  test("has public keys of a length of their own", () => {
    for (const damaged of [key.publicKey.slice(1), `${key.publicKey.slice(0, 20)}`, "", "\0"])
      expect(publicKeyFault(algorithm, damaged)).toBeDefined();
  });
});

test.each([
  ["of 512 bits", `\x03\x01\0\x01${"\xc1".repeat(64)}`, "its modulus has 512 bits; expected 1024 to 4096"],
  ["of 1024 bits", `\x03\x01\0\x01${"\xc1".repeat(128)}`, undefined],
  [
    "with a long form of the exponent's length",
    `\0\x01\0\xc1${"\x01".repeat(255)}${"\xc1".repeat(256)}`,
    undefined,
  ],
  ["of 4104 bits", `\x03\x01\0\x01${"\xc1".repeat(513)}`, "its modulus has 4104 bits; expected 1024 to 4096"],
  [
    "with a zero in front",
    `\x03\x01\0\x01\0${"\xc1".repeat(128)}`,
    "its exponent and modulus cannot be read (RFC 3110 §2)",
  ],
  ["cut short", "\x03\x01", "its exponent and modulus cannot be read (RFC 3110 §2)"],
])("an RSA key %s", (_, publicKey, fault) => {
  expect(publicKeyFault(8, publicKey)).toBe(fault);
});
