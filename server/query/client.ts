import { readIpv4 } from "../../dns/fields/ipv4.ts";
import { readIpv6 } from "../../dns/fields/ipv6.ts";

/**
 * Who asks. A transport has one for all its packets: what it tells is of the packet that is being answered, and is read for
 * those packets only that need it.
 */
export interface Client {
  /**
   * Writes the address into an array, at an offset, and gives its length: 4 or 16 octets, or 0 where it is not known because
   * a proxy stands between.
   */
  readonly address: (into: Uint8Array, at: number) => number;
  /** The port that it asks from, 0 where that is not known. */
  readonly port: () => number;
}

/** One that nothing is known of. */
export const UNKNOWN_CLIENT: Client = { address: () => 0, port: () => 0 };

/** One whose address, in words as node:net and node:dgram give it, and port are known and stay the same. */
export function clientAt(address: string, port: number): Client {
  return { address: (into, at) => writeAddress(address, into, at), port: () => port };
}

/** Does what `Client.address` does, for an address in words as node:net and node:dgram give it. */
export function writeAddress(text: string, into: Uint8Array, at: number): number {
  const octets = Buffer.from(text);
  if (readIpv4(octets, 0, octets.length, into, at)) return 4;
  const zone = octets.indexOf(ZONE_SIGN); // fe80::1%eth0 (RFC 4007 §11)
  return readIpv6(octets, 0, zone < 0 ? octets.length : zone, into, at) ? 16 : 0;
}

const ZONE_SIGN = 0x25;
