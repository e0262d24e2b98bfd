import type { networkInterfaces } from "node:os";
import { type Endpoint, printAddress } from "../address/address.ts";
import { isEveryAddress } from "../address/every-address.ts";

/** The addresses of the host, as node:os tells them. */
export type Interfaces = ReturnType<typeof networkInterfaces>;

/**
 * The addresses of the host. None where the system tells them to nobody in this process, as where a service may have no
 * netlink sockets: then there is one warning less.
 */
export function hostAddresses(interfaces: () => Interfaces): Interfaces {
  try {
    return interfaces();
  } catch {
    return {};
  }
}

/**
 * What to tell where node:dgram answers: on every address of a host that has several, the system chooses from which of
 * them an answer leaves, and a client hears only the one that it asked. A line for each such endpoint.
 */
export function uncertainSources(endpoints: readonly Endpoint[], interfaces: Interfaces): readonly string[] {
  return endpoints
    .filter(({ host, transport }) => transport !== "tcp" && isEveryAddress(host))
    .flatMap((endpoint) => {
      const own = addressesLike(endpoint.host, interfaces);
      if (own.length < 2) return [];
      const named = own.map((host) => printAddress({ ...endpoint, host })).join(", ");
      return [
        `UDP on ${printAddress(endpoint)} by node:dgram may answer from another address than was asked: this host has several. Name them instead: ${named}`,
      ];
    });
}

/** The host's addresses of the same family, those aside that only it knows, or one link. */
function addressesLike(host: string, interfaces: Interfaces): readonly string[] {
  const family = host.includes(":") ? "IPv6" : "IPv4";
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter((each) => each.family === family && !each.internal && !LINK_LOCAL.test(each.address))
    .map(({ address }) => address);
}

const LINK_LOCAL = /^fe[89ab]|^169\.254\./i; // RFC 4291 §2.5.6, RFC 3927 §2.1
