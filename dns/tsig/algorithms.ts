import type { Name } from "../name.ts";

/** How a message is signed: HMAC with one of these hash functions, as keys name it. */
export type TsigAlgorithm = "hmac-sha256" | "hmac-sha384" | "hmac-sha512";

/** What is to know of an algorithm. */
export interface AlgorithmFacts {
  /** Its name on the wire, in lower case. */
  readonly name: Name;
  /** The hash function, as node:crypto calls it. */
  readonly hash: string;
  /** Octets of a whole MAC. */
  readonly length: number;
}

/**
 * Those that we sign with (RFC 8945 §6): the one that everybody has, and the two that are as strong or stronger. HMAC
 * with MD5 and SHA-1 are for old peers only, and the names of truncated MACs are not widely known.
 */
export const TSIG_ALGORITHMS: { readonly [algorithm in TsigAlgorithm]: AlgorithmFacts } = {
  "hmac-sha256": { name: nameOf("hmac-sha256"), hash: "sha256", length: 32 },
  "hmac-sha384": { name: nameOf("hmac-sha384"), hash: "sha384", length: 48 },
  "hmac-sha512": { name: nameOf("hmac-sha512"), hash: "sha512", length: 64 },
};

/** The algorithm with this name in words, whatever its case. */
export function algorithmOf(text: string): TsigAlgorithm | undefined {
  const wanted = text.toLowerCase().replace(/\.$/, "");
  return (Object.keys(TSIG_ALGORITHMS) as TsigAlgorithm[]).find((algorithm) => algorithm === wanted); // it has no others
}

function nameOf(label: TsigAlgorithm): Name {
  return `${String.fromCharCode(label.length)}${label}\0` as Name; // one short label of letters and digits
}
