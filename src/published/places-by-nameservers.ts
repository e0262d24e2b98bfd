import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { Shown } from "../serial/shown.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { LookPatience, Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { shownByNameserver } from "./shown-by-nameserver.ts";

/** A nameserver at one address, and what it shows of a zone. */
export interface ShownPlace {
  readonly nameserver: Nameserver;
  readonly shown: Shown;
}

/**
 * What nameservers show of each zone: those that are given, otherwise the zones' own. Every address is asked once for
 * all the zones that it serves. One that is silent is shown as silent; nothing fails for it.
 */
export async function placesByNameservers(
  zones: readonly SourceZone[],
  nameservers: readonly Nameserver[],
  world: World,
  patience: LookPatience,
): Promise<(origin: Name) => readonly ShownPlace[]> {
  const places = new Map<Name, ShownPlace[]>(zones.map(({ origin }) => [keyOf(origin), []]));
  const asked = nameservers.length === 0 ? ownNameservers(zones) : everyZone(zones, nameservers);
  const byServer = await Promise.all(
    asked.map(({ nameserver, origins }) => shownByNameserver(nameserver, origins, world.look, patience)),
  );
  for (const [at, { nameserver, origins }] of asked.entries()) {
    for (const [index, origin] of origins.entries())
      places.get(keyOf(origin))!.push({ nameserver, shown: byServer[at]![index]! });
  }
  return (origin) => places.get(keyOf(origin)) ?? [];
}

/** A nameserver, and the zones that it is asked for. */
interface Asked {
  readonly nameserver: Nameserver;
  readonly origins: Name[];
}

function everyZone(zones: readonly SourceZone[], nameservers: readonly Nameserver[]): Asked[] {
  return nameservers.map((nameserver) => ({ nameserver, origins: zones.map(({ origin }) => origin) }));
}

const DNS_PORT = 53;

function ownNameservers(zones: readonly SourceZone[]): Asked[] {
  const serves = new Map<string, Asked>();
  for (const { origin, config } of zones) {
    for (const { name, addresses } of config.nameservers) {
      for (const address of addresses) {
        const nameserver = { name: printName(name), address, port: DNS_PORT };
        const entry = serves.get(address) ?? { nameserver, origins: [] };
        serves.set(address, entry);
        entry.origins.push(origin);
      }
    }
  }
  return [...serves.values()];
}
