import type { Field } from "./field.ts";
import { mnemonic } from "./mnemonic.ts";

/** A DNSSEC algorithm: one octet, a number or a mnemonic as text (RFC 4034 §2.2, §A.1; IANA "DNSSEC Algorithm Numbers"). */
export const algorithm: Field<number> = mnemonic(1, {
  DELETE: 0, // RFC 8078 §4
  RSAMD5: 1,
  DH: 2,
  DSA: 3,
  RSASHA1: 5,
  "DSA-NSEC3-SHA1": 6,
  "RSASHA1-NSEC3-SHA1": 7,
  RSASHA256: 8,
  RSASHA512: 10,
  "ECC-GOST": 12,
  ECDSAP256SHA256: 13,
  ECDSAP384SHA384: 14,
  ED25519: 15,
  ED448: 16,
  SM2SM3: 17,
  "ECC-GOST12": 23,
  INDIRECT: 252,
  PRIVATEDNS: 253,
  PRIVATEOID: 254,
});
