import type { Field } from "./field.ts";
import { mnemonic } from "./mnemonic.ts";

/**
 * An IP protocol: one octet, a number or a mnemonic as text (WKS, RFC 1035 §3.4.2; IANA "Protocol Numbers").
 */
export const protocol: Field<number> = mnemonic(1, {
  TCP: 6,
  UDP: 17,
  ICMP: 1,
  IGMP: 2,
  GGP: 3,
  EGP: 8,
  PUP: 12,
  CHAOS: 16,
});
