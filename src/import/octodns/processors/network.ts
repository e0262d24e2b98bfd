import { Fault } from "../../../../dns/fault.ts";
import { ipv4 } from "../../../../dns/fields/ipv4.ts";
import { ipv6 } from "../../../../dns/fields/ipv6.ts";
import { type Octets, Writer } from "../../../../dns/wire.ts";

/** Whether an address, as it stands in A or AAAA, lies in a network. */
export type Network = (address: Octets) => boolean;

/** A network as Python's `ip_network` reads it: an address alone is one, and bits behind the prefix are refused. */
export function networkOf(text: string): Network | undefined {
  const [written = "", prefix, ...rest] = text.split("/");
  const base = octetsOf(written);
  if (base === undefined || rest.length > 0) return undefined;
  const all = base.length * 8;
  const bits = prefix === undefined ? all : /^[0-9]{1,3}$/.test(prefix) ? Number(prefix) : undefined;
  if (bits === undefined || bits > all) return undefined;
  if (numberOf(base) !== cut(base, bits)) return undefined;
  return (address) => address.length === base.length && cut(address, bits) === numberOf(base);
}

function octetsOf(text: string): Octets | undefined {
  try {
    const out = new Writer(16);
    if (text.includes(":")) ipv6.write(ipv6.accept(text), out);
    else ipv4.write(ipv4.accept(text), out);
    return out.since(0);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return undefined;
  }
}

/** The address with nothing but its first bits. */
function cut(octets: Octets, bits: number): bigint {
  const rest = BigInt(octets.length * 8 - bits);
  return (numberOf(octets) >> rest) << rest;
}

function numberOf(octets: Octets): bigint {
  return [...octets].reduce((sum, octet) => sum * 256n + BigInt(octet.charCodeAt(0)), 0n);
}
