import { printIpv4 } from "../../dns/fields/ipv4.ts";
import { printIpv6 } from "../../dns/fields/ipv6.ts";
import type { Octets } from "../../dns/wire.ts";
import { type AddressBlock, inAnyOf, parseAddressBlocks } from "../address/address-block.ts";

/**
 * Addresses that no name outside of our zones may have for us: who asks for a name of ours is not to be led into his own network by
 * whoever runs another one ("rebinding"), nor back to our nameservers. They are those of IANA's special-purpose address registries
 * that mean no host, this host, a private network or one link; multicast; and IPv6 that has IPv4 in it, which could say the same.
 *
 * @param own addresses of our nameservers
 */
export function refuseAddresses(own: ReadonlySet<Octets>): (address: Octets) => boolean {
  return (address) =>
    own.has(address) ||
    (address.length === 4 ? isSpecialIpv4(printIpv4(address)) : isSpecialIpv6(printIpv6(address)));
}

const isSpecialIpv4 = inAnyOf(
  blocks(
    "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.168.0.0/16,224.0.0.0/3",
  ),
);
const isSpecialIpv6 = inAnyOf(
  blocks("::/96,::ffff:0:0/96,64:ff9b::/96,64:ff9b:1::/48,2002::/16,fc00::/7,fe80::/10,ff00::/8"),
);

function blocks(text: string): readonly AddressBlock[] {
  const read = parseAddressBlocks(text);
  if ("wrong" in read) throw new Error(`Cannot read the block ${read.wrong}`);
  return read;
}
