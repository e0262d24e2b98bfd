import type { Field } from "./field.ts";
import { mnemonic } from "./mnemonic.ts";

/** What a CERT record holds: two octets, a number or a mnemonic as text (RFC 4398 §2.1). */
export const certificateType: Field<number> = mnemonic(2, {
  PKIX: 1,
  SPKI: 2,
  PGP: 3,
  IPKIX: 4,
  ISPKI: 5,
  IPGP: 6,
  ACPKIX: 7,
  IACPKIX: 8,
  URI: 253,
  OID: 254,
});
