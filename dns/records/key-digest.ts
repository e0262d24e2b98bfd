import { algorithm } from "../fields/algorithm.ts";
import { hexRest } from "../fields/hex.ts";
import { u8, u16 } from "../fields/integer.ts";
import { checkLength } from "./digest-length.ts";
import type { Refusal, Values } from "./record-type.ts";
import { unassigned } from "./unassigned.ts";

/** The rdata that DS and CDS share (RFC 4034 §5.1, RFC 7344 §3.1). */
export const digestFields = { key_tag: u16, algorithm, digest_type: u8, digest: hexRest() };

/** What the fields say. */
export const digestDescription = {
  key_tag: "Key tag of the DNSKEY",
  algorithm: "Algorithm of the DNSKEY, for example 13 for ECDSAP256SHA256",
  digest_type: "1 for SHA-1, 2 for SHA-256, 4 for SHA-384",
  digest: "Digest of the DNSKEY in hex digits",
};

/** Why a digest does not fit together. Zeros are only for the CDS that asks the parent to remove its DS. */
export function checkDigest(type: "DS" | "CDS", values: Values<typeof digestFields>): Refusal | undefined {
  const { key_tag, algorithm, digest_type, digest } = values;
  if (type === "CDS" && key_tag === 0 && algorithm === 0 && digest_type === 0 && digest === "\0") {
    return undefined;
  }
  const length = LENGTHS[digest_type];
  const by = { type, rule: RULE, field: "digest", by: "digest_type" };
  const wrongLength = checkLength(by, length, digest, digest_type);
  if (wrongLength !== undefined) return wrongLength;
  if (algorithm === 0 || digest_type === 0) {
    return {
      field: algorithm === 0 ? "algorithm" : "digest_type",
      readable: true,
      rule: RULE,
      message: `${type} ${algorithm === 0 ? "algorithm" : "digest_type"} is 0, which only the CDS "0 0 0 00" has (RFC 8078 §4)`,
      help: "Copy the whole record again from the program that made the key.",
    };
  }
  return length === undefined ? unassigned(type, "digest_type", digest_type, "1 to 6 do") : undefined;
}

const RULE = "ds-value";

/** Octets of a digest by digest type (IANA "DNSSEC Delegation Signer (DS) Resource Record (RR) Type Digest Algorithms"). */
const LENGTHS: { readonly [digestType: number]: number } = { 1: 20, 2: 32, 3: 32, 4: 48, 5: 32, 6: 32 };
