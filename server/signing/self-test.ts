import { ECDSAP256SHA256, ECDSAP384SHA384, ED25519, type Signer } from "./signer.ts";

/** Makes a signer of the DER of PKCS#8. */
export type MakeSigner = (algorithm: TestedAlgorithm, pkcs8: Uint8Array) => Signer;

/** The algorithms with examples here. */
export type TestedAlgorithm = typeof ECDSAP256SHA256 | typeof ECDSAP384SHA384 | typeof ED25519;

/**
 * Whether signatures are those of the RFCs' examples, each made twice; a sentence without its final stop where they are not.
 * Another nonce would give signatures that verify as well, and be another on each machine.
 */
export function findSigningFault(
  makeSigner: MakeSigner,
  algorithms: readonly TestedAlgorithm[],
): string | undefined {
  for (const { algorithm, key, message, signature, source } of EXAMPLES) {
    if (!algorithms.includes(algorithm)) continue;
    try {
      const signer = makeSigner(algorithm, Buffer.from(key, "hex"));
      const data = Buffer.from(message, "latin1");
      const made = [signer.sign(data), signer.sign(data)];
      signer.close();
      const expected = Buffer.from(signature.replaceAll(" ", ""), "hex").toString("latin1");
      if (made.some((each) => each !== expected))
        return `algorithm ${algorithm} signs otherwise than ${source}`;
    } catch (error) {
      return `algorithm ${algorithm}: ${error instanceof Error ? error.message : error}`;
    }
  }
  return undefined;
}

interface Example {
  readonly algorithm: TestedAlgorithm;
  /** PKCS#8, in hex. */
  readonly key: string;
  readonly message: string;
  readonly signature: string;
  readonly source: string;
}

/** PKCS#8 up to the private key, of P-256 and P-384 (RFC 5915 §3), and of Ed25519 (RFC 8410 §7). */
const P256 = "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420";
const P384 = "304e020100301006072a8648ce3d020106052b81040022043730350201010430";
const EDWARDS = "302e020100300506032b657004220420";

const KEY_256 = `${P256}c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721`;
const KEY_384 = `${P384}6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5`;

const EXAMPLES: readonly Example[] = [
  {
    algorithm: ECDSAP256SHA256,
    key: KEY_256,
    message: "sample",
    signature:
      "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716 f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    source: "RFC 6979 A.2.5",
  },
  {
    algorithm: ECDSAP256SHA256,
    key: KEY_256,
    message: "test",
    signature:
      "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367 019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
    source: "RFC 6979 A.2.5",
  },
  {
    algorithm: ECDSAP384SHA384,
    key: KEY_384,
    message: "sample",
    signature:
      "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46 99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8",
    source: "RFC 6979 A.2.6",
  },
  {
    algorithm: ECDSAP384SHA384,
    key: KEY_384,
    message: "test",
    signature:
      "8203b63d3c853e8d77227fb377bcf7b7b772e97892a80f36ab775d509d7a5feb0542a7f0812998da8f1dd3ca3cf023db ddd0760448d42d8a43af45af836fce4de8be06b485e9b61b827c2f13173923e06a739f040649a667bf3b828246baa5a5",
    source: "RFC 6979 A.2.6",
  },
  {
    algorithm: ED25519,
    key: `${EDWARDS}4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb`,
    message: "r",
    signature:
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da 085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    source: "RFC 8032 §7.1",
  },
];
