import type { Octets } from "../wire.ts";

/**
 * Why one does not sign with the algorithm here; undefined for one that does. RFC 9904 leaves the answer to IANA's
 * registry "DNS Security Algorithm Numbers", whose column "Use for DNSSEC Signing" is followed.
 */
export function whyNotSign(algorithm: number): string | undefined {
  if (ALGORITHMS.has(algorithm)) return undefined;
  return REFUSED.get(algorithm) ?? "it is not an algorithm that is known here";
}

/** How an algorithm signs, of those that may. */
export interface Algorithm {
  /** What IANA's registry and zone files call it. */
  readonly mnemonic: "RSASHA256" | "ECDSAP256SHA256" | "ECDSAP384SHA384" | "ED25519";
  /** What node:crypto calls the hash; null where the algorithm has its own. */
  readonly hash: "sha256" | "sha384" | null;
  /** What node:crypto calls the curve, and octets of a public key in DNSKEY; undefined for RSA. */
  readonly curve: { readonly name: "P-256" | "P-384" | "Ed25519"; readonly octets: number } | undefined;
}

/** The algorithms with which keys are made and zones are signed, by number. */
export const ALGORITHMS: ReadonlyMap<number, Algorithm> = new Map<number, Algorithm>([
  [8, { mnemonic: "RSASHA256", hash: "sha256", curve: undefined }], // RFC 5702
  [13, { mnemonic: "ECDSAP256SHA256", hash: "sha256", curve: { name: "P-256", octets: 64 } }], // RFC 6605
  [14, { mnemonic: "ECDSAP384SHA384", hash: "sha384", curve: { name: "P-384", octets: 96 } }],
  [15, { mnemonic: "ED25519", hash: null, curve: { name: "Ed25519", octets: 32 } }], // RFC 8080
]);

/** The algorithm of a new key where nobody asks for another: small, and all validators know it. */
export const DEFAULT_ALGORITHM = 13;

const SHA1 = "its SHA-1 must not sign any more (RFC 9905)";
const GOST = "it must not sign any more (RFC 9906)";

const REFUSED: ReadonlyMap<number, string> = new Map([
  [1, "RSAMD5 must not sign (RFC 9904)"],
  [3, "DSA must not sign (RFC 9904)"],
  [5, SHA1],
  [6, "DSA must not sign (RFC 9904)"],
  [7, SHA1],
  [10, "RSASHA512 is not recommended for signing (RFC 9904); RSASHA256 is"],
  [12, GOST],
  [16, "ED448 is not made here: too few validators know it"],
  [17, "SM2SM3 is not made here: too few validators know it"],
  [23, "ECC-GOST12 is not made here: too few validators know it"],
]);

/** Why these octets are no public key of the algorithm, as DNSKEY has it; undefined where their form is right. */
export function publicKeyFault(algorithm: number, publicKey: Octets): string | undefined {
  const known = ALGORITHMS.get(algorithm);
  if (known === undefined) return whyNotSign(algorithm);
  const { mnemonic, curve } = known;
  if (curve !== undefined) {
    if (publicKey.length === curve.octets) return undefined;
    return `a key of ${mnemonic} has ${curve.octets} octets, and this one has ${publicKey.length}`;
  }
  const modulus = rsaModulusLength(publicKey);
  if (modulus === undefined) return "its exponent and modulus cannot be read (RFC 3110 §2)";
  if (modulus < RSA_LEAST || modulus > RSA_MOST)
    return `its modulus has ${8 * modulus} bits; expected ${8 * RSA_LEAST} to ${8 * RSA_MOST}`;
  return undefined;
}

const RSA_LEAST = 128; // octets: RSASHA256 allows from 512 bits on (RFC 5702 §2.1), and below 1024 validators refuse
const RSA_MOST = 512; // RFC 3110 §2

/** Octets of a signature in RRSIG. The key's form must be right. */
export function signatureLength({
  algorithm,
  publicKey,
}: {
  readonly algorithm: number;
  readonly publicKey: Octets;
}): number {
  const { curve } = knownAlgorithm(algorithm);
  if (curve === undefined) return rsaModulusLength(publicKey) ?? 0;
  return curve.name === "Ed25519" ? 64 : curve.octets; // R and S are as long as X and Y (RFC 6605 §4)
}

/** What node:crypto calls the hash of the algorithm; null where it has its own. */
export function nodeHashOf(algorithm: number): "sha256" | "sha384" | null {
  return knownAlgorithm(algorithm).hash;
}

function knownAlgorithm(algorithm: number): Algorithm {
  const known = ALGORITHMS.get(algorithm);
  if (known === undefined)
    throw new Error(`Cannot sign with algorithm ${algorithm}: ${whyNotSign(algorithm)}`);
  return known;
}

/** Octets of the modulus of an RSA key (RFC 3110 §2); undefined where the key is cut short or has zeros in front. */
function rsaModulusLength(publicKey: Octets): number | undefined {
  const first = publicKey.charCodeAt(0);
  const [start, exponent] =
    first === 0 ? [3, (publicKey.charCodeAt(1) << 8) | publicKey.charCodeAt(2)] : [1, first];
  const length = publicKey.length - start - exponent;
  if (Number.isNaN(first) || exponent === 0 || length <= 0) return undefined;
  return publicKey.charCodeAt(start) === 0 || publicKey.charCodeAt(start + exponent) === 0
    ? undefined
    : length;
}
