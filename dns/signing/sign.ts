import type { Octets } from "../wire.ts";

/**
 * Makes the signature of `data` (RFC 4034 §3.1.8.1) in the form that RRSIG holds, for the algorithm of its key: R and S
 * side by side for ECDSA (RFC 6605 §4). The octets are those of the caller, who writes others there afterwards.
 */
export type Sign = (data: Uint8Array) => Octets;
