import { createPrivateKey } from "node:crypto";
import { p256, p384 } from "@noble/curves/nist.js";
import { octetsOf } from "../../dns/wire.ts";
import type { EcdsaAlgorithm } from "./curves.ts";
import { ECDSAP256SHA256, type Signer } from "./signer.ts";

/**
 * The same as `openSslSigner` for ECDSA where OpenSSL cannot be called: the same signatures, ten times as slow, and the private half
 * is in JavaScript's memory, where nothing can be wiped for sure. Throws where the DER holds no key of this curve.
 */
export function standInSigner(algorithm: EcdsaAlgorithm, pkcs8: Uint8Array): Signer {
  const curve = algorithm === ECDSAP256SHA256 ? p256 : p384;
  const der = Buffer.from(pkcs8);
  const { d = "", crv } = createPrivateKey({ key: der, format: "der", type: "pkcs8" }).export({
    format: "jwk",
  });
  der.fill(0);
  if (crv !== (algorithm === ECDSAP256SHA256 ? "P-256" : "P-384"))
    throw new Error("Cannot sign with a key: it is of another algorithm");
  let scalar: Buffer | undefined = Buffer.from(d, "base64url");
  return {
    sign: (data) => {
      if (scalar === undefined) throw new Error("Cannot sign with a key that is closed");
      // DNSSEC does not ask for the smaller of the two values that s may have, and OpenSSL takes either.
      const signature = curve.sign(data, scalar, { lowS: false, prehash: true, extraEntropy: false });
      return octetsOf(signature, 0, signature.length);
    },
    close: () => {
      scalar?.fill(0);
      scalar = undefined;
    },
  };
}
