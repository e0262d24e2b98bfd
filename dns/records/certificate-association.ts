import { hexRest } from "../fields/hex.ts";
import { u8 } from "../fields/integer.ts";
import { checkLength } from "./digest-length.ts";
import type { Refusal, Values } from "./record-type.ts";
import { unassigned } from "./unassigned.ts";

/** The rdata that TLSA and SMIMEA share, under octoDNS' names (RFC 6698 §2.1, RFC 8162 §2). */
export const associationFields = {
  certificate_usage: u8,
  selector: u8,
  matching_type: u8,
  certificate_association_data: hexRest(),
};

/** What the fields say. */
export const associationDescription = {
  certificate_usage: "0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE",
  selector: "0 for the whole certificate, 1 for its public key",
  matching_type: "0 for the data itself, 1 for its SHA-256, 2 for its SHA-512",
  certificate_association_data: "Data or digest in hex digits",
};

/** Why an association does not fit together. */
export function checkAssociation(
  type: "TLSA" | "SMIMEA",
  values: Values<typeof associationFields>,
): Refusal | undefined {
  for (const [field, max] of Object.entries(GREATEST)) {
    const value = values[field as keyof typeof GREATEST]; // a key of GREATEST, which is typed by its literal
    if (value > max) return unassigned(type, field, value, `0 to ${max} do`);
  }
  const refusal = checkLength(
    { type, rule: RULE, field: "certificate_association_data", by: "matching_type" },
    LENGTHS[values.matching_type],
    values.certificate_association_data,
    values.matching_type,
  );
  return refusal && { ...refusal, readable: true }; // it matches no certificate, which is all
}

const RULE = "tlsa-value";

/** The greatest numbers that are assigned; 255 is for private use (RFC 6698 §7). */
const GREATEST = { certificate_usage: 3, selector: 1, matching_type: 2 } as const;

/** Octets of SHA-256 and SHA-512 by matching type. */
const LENGTHS: { readonly [matchingType: number]: number } = { 1: 32, 2: 64 };
