import { BlockList } from "node:net";
import { A } from "../../dns/records/a.ts";
import { codecOf } from "../../dns/records/index.ts";
import type { Octets } from "../../dns/wire.ts";

/** How addresses that were answered for an ALIAS stand to those that were seen of its target from here. */
export type Standing =
  /** All of them were seen. */
  | "seen"
  /** Some were, or others of the same networks: so large hosts answer, by turns or by region. */
  | "near"
  /** None of these networks was seen here. */
  | "far"
  /** One is of no host of the internet, and nobody here saw it. */
  | "not-public";

/**
 * Whether a nameserver may have got these addresses where it stands. Nobody here can look from there: a target may answer each region
 * in its own way. Networks are taken as IPv4 /16 and IPv6 /32, as hosts get them.
 */
export function standingOf(type: number, answered: readonly Octets[], seen: ReadonlySet<Octets>): Standing {
  const unseen = answered.filter((octets) => !seen.has(octets));
  if (unseen.length === 0) return "seen";
  if (unseen.some((octets) => isNotPublic(type, octets))) return "not-public";
  const size = type === A.code ? 2 : 4; // octets
  const networks = new Set([...seen].map((octets) => octets.slice(0, size)));
  const isNear =
    unseen.length < answered.length || unseen.some((octets) => networks.has(octets.slice(0, size)));
  return isNear ? "near" : "far";
}

function isNotPublic(type: number, octets: Octets): boolean {
  return BLOCKS.check(codecOf(type).print(octets), type === A.code ? "ipv4" : "ipv6");
}

/** This network, private, loopback, of one link, multicast and what is kept for later (RFC 6890 §2.2, RFC 4291 §2.4). */
const BLOCKS = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3],
] as const)
  BLOCKS.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  BLOCKS.addSubnet(network, prefix, "ipv6");
