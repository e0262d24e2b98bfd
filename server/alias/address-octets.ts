import { printIpv4, readIpv4 } from "../../dns/fields/ipv4.ts";
import { printIpv6, readIpv6 } from "../../dns/fields/ipv6.ts";
import { type Octets, octetsOf } from "../../dns/wire.ts";

/** The data of A or AAAA as an address is written. */
export function printOctets(address: Octets): string {
  return address.length === 4 ? printIpv4(address) : printIpv6(address);
}

/** An address as the data of A or AAAA have it; undefined where the text is none. */
export function parseOctets(text: string): Octets | undefined {
  const bytes = Buffer.from(text, "latin1");
  const out = new Uint8Array(16);
  if (readIpv4(bytes, 0, bytes.length, out, 0)) return octetsOf(out, 0, 4);
  return readIpv6(bytes, 0, bytes.length, out, 0) ? octetsOf(out, 0, 16) : undefined;
}
