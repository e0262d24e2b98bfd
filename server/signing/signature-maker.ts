import { createPrivateKey, sign } from "node:crypto";
import { octetsOf } from "../../dns/wire.ts";
import { type LibCrypto, openLibCrypto } from "./libcrypto.ts";
import { openSslSigner } from "./openssl.ts";
import { findSigningFault } from "./self-test.ts";
import {
  ECDSAP256SHA256,
  ECDSAP384SHA384,
  ED25519,
  type PrivateKey,
  RSASHA256,
  type Signer,
} from "./signer.ts";
import { standInSigner } from "./stand-in.ts";

/** How this process signs. */
export interface SignatureMaker {
  /** The signatures of a key, the same on every machine. Throws where the key cannot be used. */
  readonly makeSigner: (key: PrivateKey) => Signer;
  /** Why OpenSSL does not make those of ECDSA, which takes ten times as long then; undefined where it does. */
  readonly slowBecause: string | undefined;
}

/**
 * Looks which way of signing works here. OpenSSL is called only where it has shown that its signatures are those of the RFCs'
 * examples; where neither it nor what stands in for it does so this throws, for then nothing may be signed.
 */
export function openSignatureMaker(
  libCrypto: LibCrypto | { readonly missing: string } = openLibCrypto(),
): SignatureMaker {
  const fast = "missing" in libCrypto ? libCrypto : testedLibCrypto(libCrypto);
  if (!("missing" in fast)) return { slowBecause: undefined, makeSigner: (key) => fastSigner(fast, key) };
  const fault = findSigningFault(standIn, [ECDSAP256SHA256, ECDSAP384SHA384]);
  if (fault !== undefined) throw new Error(`Cannot sign: ${fault}`);
  return { slowBecause: fast.missing, makeSigner: slowSigner };
}

function testedLibCrypto(libCrypto: LibCrypto): LibCrypto | { readonly missing: string } {
  const fault = findSigningFault(
    (algorithm, pkcs8) => openSslSigner(libCrypto, algorithm, pkcs8),
    [ECDSAP256SHA256, ECDSAP384SHA384, ED25519],
  );
  return fault === undefined ? libCrypto : { missing: `its self-test failed: ${fault}` };
}

const standIn = (algorithm: PrivateKey["algorithm"], pkcs8: Uint8Array): Signer =>
  slowSigner({ algorithm, pkcs8, publicKey: "" });

function fastSigner(libCrypto: LibCrypto, key: PrivateKey): Signer {
  const { algorithm, pkcs8 } = key;
  return algorithm === RSASHA256 ? nodeSigner(key) : openSslSigner(libCrypto, algorithm, pkcs8);
}

function slowSigner(key: PrivateKey): Signer {
  const { algorithm, pkcs8 } = key;
  return algorithm === RSASHA256 || algorithm === ED25519 ? nodeSigner(key) : standInSigner(algorithm, pkcs8);
}

/** By node:crypto: RSA with PKCS #1 v1.5 (RFC 5702 §3.1) and Ed25519 take nothing at random. */
function nodeSigner({ algorithm, pkcs8 }: PrivateKey): Signer {
  const digest = algorithm === RSASHA256 ? "sha256" : null;
  let key: ReturnType<typeof createPrivateKey> | undefined = createPrivateKey({
    key: Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.length),
    format: "der",
    type: "pkcs8",
  });
  return {
    sign: (data) => {
      if (key === undefined) throw new Error("Cannot sign with a key that is closed");
      const signature = sign(digest, data, key);
      return octetsOf(signature, 0, signature.length);
    },
    close: () => {
      key = undefined;
    },
  };
}
