import { ECDSAP256SHA256, type ECDSAP384SHA384 } from "./signer.ts";

/** What there is to know of ECDSA with one of the curves of DNSSEC. */
export interface Curve {
  readonly digest: "SHA256" | "SHA384";
  /** The name of the digest for node:crypto. */
  readonly hash: "sha256" | "sha384";
  /** Octets of one coordinate, and of each half of a signature. */
  readonly size: 32 | 48;
}

/** The curve of an algorithm (RFC 6605 §3, §4). */
export function curveOf(algorithm: EcdsaAlgorithm): Curve {
  return algorithm === ECDSAP256SHA256
    ? { digest: "SHA256", hash: "sha256", size: 32 }
    : { digest: "SHA384", hash: "sha384", size: 48 };
}

/** The algorithms whose signatures are the same each time by RFC 6979 alone. */
export type EcdsaAlgorithm = typeof ECDSAP256SHA256 | typeof ECDSAP384SHA384;
