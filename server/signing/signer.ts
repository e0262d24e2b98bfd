import type { PublicHalf } from "../../dns/signing/public-key-of.ts";
import type { Sign } from "../../dns/signing/sign.ts";

/** A key that signs, for as long as it is open. */
export interface Signer {
  /** The same octets give the same signature, on every machine. It throws where the key is closed. */
  readonly sign: Sign;
  /** Takes the private half out of memory, as far as it lies outside of JavaScript's. */
  readonly close: () => void;
}

/**
 * The private half of a key of a zone, with the public one, by which whoever has a DNSKEY finds it. Plain values, so that a thread
 * can be given it.
 */
export interface PrivateKey extends PublicHalf {
  /** The DER of PKCS#8. */
  readonly pkcs8: Uint8Array;
}

/** Numbers of the algorithms that we sign with (RFC 5702 §3.1, RFC 6605 §2, RFC 8080 §4). */
export const RSASHA256 = 8;
export const ECDSAP256SHA256 = 13;
export const ECDSAP384SHA384 = 14;
export const ED25519 = 15;
