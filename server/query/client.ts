import { readIpv4 } from "../../dns/fields/ipv4.ts";
import { readIpv6 } from "../../dns/fields/ipv6.ts";

/**
 * Writes the client's address into an array, at an offset, and gives its length: 4 or 16 octets, or 0 where it is not
 * known because a proxy stands between. A transport has one for all its packets. It is called while a packet is being
 * answered, and for those packets only that need it.
 */
export type ClientAddress = (into: Uint8Array, at: number) => number;

/** Of a client that nothing is known of. */
export const UNKNOWN_CLIENT: ClientAddress = () => 0;

/** Does what `ClientAddress` does, for an address in words as node:net and node:dgram give it. */
export function writeAddress(text: string, into: Uint8Array, at: number): number {
  const octets = Buffer.from(text);
  if (readIpv4(octets, 0, octets.length, into, at)) return 4;
  const zone = octets.indexOf(ZONE_SIGN); // fe80::1%eth0 (RFC 4007 §11)
  return readIpv6(octets, 0, zone < 0 ? octets.length : zone, into, at) ? 16 : 0;
}

const ZONE_SIGN = 0x25;
