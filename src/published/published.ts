import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { Options } from "../options.ts";
import type { Published, RemovedZone } from "../plan/plan.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { LookPatience, Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { demandZoneFiles, publishedInFolder } from "./in-folder.ts";
import type { KnownZones } from "./known-zones.ts";
import { shownByNameserver } from "./shown-by-nameserver.ts";

const DNS_PORT = 53;

/** What is published of every zone, and the zones that are published and not among these. */
export interface PublishedZones {
  readonly of: (origin: Name) => Published;
  readonly removed: readonly RemovedZone[];
}

/**
 * Finds out what is published: from the folder that the user named, or from the zones' own nameservers by DNS.
 *
 * @param patience with nameservers that are silent
 */
export async function published(
  zones: readonly SourceZone[],
  { published: source, serialAbove }: Options,
  world: World,
  patience: LookPatience,
): Promise<PublishedZones> {
  if (source.kind === "folder") await demandZoneFiles(source.path, world.files);
  const known =
    source.kind === "nameservers"
      ? await publishedByNameservers(zones, world, patience)
      : await publishedInFolder(source.path, world.files);
  const keys = new Set(zones.map(({ origin }) => keyOf(origin)));
  const removed = [...known].flatMap(([key, { origin, isOurs, records = [] }]) =>
    keys.has(key) || !isOurs ? [] : [{ origin, records: records.length }],
  );
  return {
    removed,
    of(origin) {
      const key = keyOf(origin);
      const floor = serialAbove.get(key);
      const { shown, records } = known.get(key) ?? { shown: [] };
      return {
        shown,
        ...(records === undefined ? {} : { records, isShown: true }),
        ...(floor === undefined ? {} : { floor }),
      };
    },
  };
}

/** Every address of every nameserver is asked once for all the zones that it serves. */
async function publishedByNameservers(
  zones: readonly SourceZone[],
  world: World,
  patience: LookPatience,
): Promise<KnownZones> {
  const known = new Map<Name, { origin: Name; isOurs: boolean; shown: Published["shown"][number][] }>();
  const serves = new Map<string, { nameserver: Nameserver; origins: Name[] }>();
  for (const { origin, config } of zones) {
    known.set(keyOf(origin), { origin, isOurs: true, shown: [] });
    for (const { name, addresses } of config.nameservers) {
      for (const address of addresses) {
        const entry = serves.get(address) ?? { nameserver: nameserverAt(name, address), origins: [] };
        serves.set(address, entry);
        entry.origins.push(origin);
      }
    }
  }
  const asked = [...serves.values()];
  const byServer = await Promise.all(
    asked.map(({ nameserver, origins }) => shownByNameserver(nameserver, origins, world.look, patience)),
  );
  for (const [at, { origins }] of asked.entries()) {
    for (const [index, origin] of origins.entries()) {
      known.get(keyOf(origin))!.shown.push(byServer[at]![index]!);
    }
  }
  return known;
}

function nameserverAt(name: Name, address: string): Nameserver {
  return { name: printName(name), address, port: DNS_PORT };
}
