import { createHash } from "node:crypto";
import { base32hex } from "../../dns/fields/base32hex.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import type { Octets } from "../../dns/wire.ts";

/** What makes a chain of NSEC3 one chain: how its names are hashed (RFC 5155 §3.1). */
export interface HashParameters {
  readonly iterations: number;
  readonly salt: Octets;
}

/** The only hash algorithm there is, SHA-1 (RFC 5155 §11). */
export const SHA1 = 1;

/** The flag of NSEC3 that leaves unsigned delegations out of the chain (RFC 5155 §3.1.2.1). */
export const OPT_OUT = 1;

/** The hash of a name, as the first label of an NSEC3 record in lower case (RFC 5155 §5). */
export function hashOf(name: Name, { iterations, salt }: HashParameters): string {
  let octets: Octets = keyOf(name);
  for (let round = 0; round <= iterations; round++) {
    octets = createHash("sha1")
      .update(octets + salt, "latin1")
      .digest("latin1");
  }
  return base32hex.print(octets);
}
