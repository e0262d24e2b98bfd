import type { Octets } from "../../dns/wire.ts";
import type { Endpoint } from "../address/address.ts";
import { isEveryAddress } from "../address/every-address.ts";
import { parseOctets } from "../alias/address-octets.ts";
import { aliasesIn } from "../alias/alias-list.ts";
import type { AliasServing } from "../alias/alias-task.ts";
import type { SigningMeans } from "../signing/signing-order.ts";
import type { Loaded } from "../zones/load.ts";
import { hostAddresses, type Interfaces } from "./answer-source.ts";

/** What the thread that looks up targets is told of what is served, and whether there is anything for it to do. */
export function aliasServing(
  { tables, zones }: Loaded,
  means: SigningMeans,
): { readonly serving: Omit<AliasServing, "generation">; readonly hasAliases: boolean } {
  const having = new Set(aliasesIn(tables).map(({ zone }) => zone));
  const nobody = { keys: [], isShape: false };
  if (having.size === 0)
    return { serving: { tables: tables.buffer, zones: [], means: nobody }, hasAliases: false };
  const told = zones.map(({ files, signed }, zone) => ({
    file: files[0]!,
    keys: having.has(zone) && signed !== undefined ? signed.policy.keys : [],
  }));
  // Who does not sign gets no private keys.
  const isSigner = told.some(({ keys }) => keys.length > 0);
  return {
    serving: { tables: tables.buffer, zones: told, means: isSigner ? means : nobody },
    hasAliases: true,
  };
}

/**
 * The addresses at which a server answers, those of the host where it listens on all. Names that resolve to them are not looked at.
 * The host is asked for its own only then: that takes a netlink socket, which a service may not have.
 */
export function ownAddresses(listen: readonly Endpoint[], interfaces: () => Interfaces): Octets[] {
  const ofHost = () =>
    Object.values(hostAddresses(interfaces)).flatMap((all) => (all ?? []).map(({ address }) => address));
  const hosts = listen.flatMap(({ host }) => (isEveryAddress(host) ? ofHost() : [host]));
  return hosts.flatMap((host) => parseOctets(host) ?? []);
}
