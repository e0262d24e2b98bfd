import { Fault } from "../../dns/fault.ts";
import { ipv4 } from "../../dns/fields/ipv4.ts";
import { ipv6 } from "../../dns/fields/ipv6.ts";
import { codecOf } from "../../dns/records/index.ts";
import { A, AAAA } from "../../dns/type-numbers.ts";
import { type Octets, Writer } from "../../dns/wire.ts";
import type { Prefix } from "./invariant.ts";

/**
 * Reads a network as people write it: `192.0.2.0/24`, `2001:db8::/32`, or an address for itself alone.
 *
 * @throws Fault for what is none, and for bits behind the length that are not 0
 */
export function parsePrefix(text: string): Prefix {
  const [, address = "", bits] = /^([0-9a-fA-F.:]+)(?:\/([0-9]{1,3}))?$/.exec(text) ?? [];
  if (address === "") throw noPrefix(text);
  const field = address.includes(":") ? ipv6 : ipv4;
  const out = new Writer(16);
  field.write(field.accept(address), out);
  const octets = out.since(0);
  const length = bits === undefined ? 8 * octets.length : Number(bits);
  if (length > 8 * octets.length) throw noPrefix(text);
  const network = masked(octets, length);
  const canonical = `${printAddress(network)}${length === 8 * octets.length ? "" : `/${length}`}`;
  if (network !== octets) {
    throw new Fault(
      `is ${JSON.stringify(text)}, with bits behind its length; expected a network`,
      `Write ${canonical}, or ${printAddress(octets)} for this address alone.`,
    );
  }
  return { text: canonical, network, length };
}

/** An address lies in the network: its octets, of A or AAAA. */
export function isWithin(address: Octets, { network, length }: Prefix): boolean {
  return address.length === network.length && masked(address, length) === network;
}

function masked(octets: Octets, length: number): Octets {
  let text = "";
  for (let at = 0; at < octets.length; at++) {
    const kept = Math.min(8, Math.max(0, length - 8 * at));
    text += String.fromCharCode(octets.charCodeAt(at) & (0xff00 >> kept) & 0xff);
  }
  return text as Octets;
}

function printAddress(octets: Octets): string {
  return codecOf(octets.length === 4 ? A : AAAA).print(octets);
}

function noPrefix(text: string): Fault {
  return new Fault(
    `is ${JSON.stringify(text)}; expected a network or an address`,
    "Write for example 192.0.2.0/24, 2001:db8::/32 or 192.0.2.80.",
  );
}
