/**
 * Addresses that `init` writes for nameservers which have none yet, of blocks for documentation (RFC 5737 §3): the zones
 * are right and answer on this machine, and nobody else's address stands in for ours.
 */
export const STAND_INS = ["192.0.2.53", "198.51.100.53"] as const;

/** An address of a block for documentation (RFC 5737 §3, RFC 3849, RFC 9637 §2), where nobody can answer. */
export function isStandIn(address: string): boolean {
  return /^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:db8:|^3fff:/i.test(address);
}
