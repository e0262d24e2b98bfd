import { keyOf, type Name } from "../../dns/name.ts";
import { type ConfiguredNameserver, type Feed, othersOf } from "../source/config.ts";
import type { Nameserver } from "../verify/types.ts";

/** An address of a nameserver that no app of ours runs. */
export interface Secondary {
  readonly nameserver: Nameserver;
  /** How it gets the zones; undefined where `_config.yaml` does not say. */
  readonly feed: Feed | undefined;
  /** Whether it is a nameserver of the zone, by the settings. */
  readonly serves: (origin: Name) => boolean;
}

/** A zone with what its settings say of nameservers. */
export interface ZoneWithNameservers {
  readonly origin: Name;
  readonly config: { readonly nameservers: readonly ConfiguredNameserver[] };
}

/** What the settings say of these addresses. One that stands in no setting counts as a nameserver of every zone. */
export function secondariesAt(
  addresses: readonly Nameserver[],
  zones: readonly ZoneWithNameservers[],
): Secondary[] {
  return addresses.map((nameserver) => {
    const feeds: Feed[] = [];
    const served = new Set<Name>();
    for (const { origin, config } of zones) {
      for (const { addresses: own, fed } of config.nameservers) {
        if (!own.includes(nameserver.address)) continue;
        served.add(keyOf(origin));
        if (fed !== undefined) feeds.push(fed);
      }
    }
    const serves = (origin: Name) => served.size === 0 || served.has(keyOf(origin));
    return { nameserver, feed: feeds[0], serves };
  });
}

/** Whether an address is one of a nameserver that no app of ours runs, by the settings of all zones. */
export function othersAddresses(zones: readonly ZoneWithNameservers[]): ReadonlySet<string> {
  const all = zones.flatMap(({ config }) => config.nameservers);
  return new Set(othersOf(all).flatMap(({ addresses }) => addresses));
}
