import type { Field } from "./field.ts";
import { mnemonic } from "./mnemonic.ts";

/** What a KEY is for: one octet, a number or a mnemonic as text (RFC 2535 §3.1.3, §7.1). */
export const keyProtocol: Field<number> = mnemonic(1, {
  NONE: 0,
  TLS: 1,
  EMAIL: 2,
  DNSSEC: 3,
  IPSEC: 4,
  ALL: 255,
});
