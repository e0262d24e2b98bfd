/** An algorithm that zones of ours may be signed with. */
export interface SigningAlgorithm {
  readonly number: number;
  readonly mnemonic: string;
  /** The least and the greatest number of octets of its public keys. */
  readonly lengths: readonly [least: number, greatest: number];
}

/**
 * Those that RFC 9904 lets a zone be signed with and that validators know (RFC 5702, RFC 6605, RFC 8080). The first one is
 * what a key has where nothing is said.
 */
export const SIGNING_ALGORITHMS: readonly SigningAlgorithm[] = [
  { number: 13, mnemonic: "ECDSAP256SHA256", lengths: [64, 64] },
  { number: 15, mnemonic: "ED25519", lengths: [32, 32] },
  { number: 14, mnemonic: "ECDSAP384SHA384", lengths: [96, 96] },
  { number: 8, mnemonic: "RSASHA256", lengths: [131, 516] }, // 1024 to 4096 bits, with the exponent (RFC 3110 §2)
];

/** The name that an algorithm has in `_keys.yaml`; one that nobody signs with is told by its number. */
export function algorithmName(number: number): string {
  return (
    SIGNING_ALGORITHMS.find((known) => known.number === number)?.mnemonic ??
    REFUSED.find(([, code]) => code === number)?.[0] ??
    `algorithm ${number}`
  );
}

/** Why nobody should sign with an algorithm, as a clause; undefined of one that we know nothing of. */
export function whyRefused(mnemonic: string): string | undefined {
  return REFUSED.find(([name]) => name === mnemonic)?.[2];
}

const BROKEN = "it is broken or as good as, and must not be used";
const RARE = "many validators take zones that are signed with it for unsigned";

const REFUSED: readonly (readonly [mnemonic: string, number: number, why: string])[] = [
  ["RSAMD5", 1, BROKEN],
  ["DSA", 3, BROKEN],
  ["RSASHA1", 5, BROKEN],
  ["DSA-NSEC3-SHA1", 6, BROKEN],
  ["RSASHA1-NSEC3-SHA1", 7, BROKEN],
  ["RSASHA512", 10, "RSASHA256 signs as well, and RSASHA512 is not recommended"],
  ["ECC-GOST", 12, BROKEN],
  ["ED448", 16, RARE],
  ["SM2SM3", 17, RARE],
  ["ECC-GOST12", 23, RARE],
];
