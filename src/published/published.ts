import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { Options } from "../options.ts";
import type { Published, RemovedZone } from "../plan/plan.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { LookPatience, Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { demandZoneFiles, publishedInFolder } from "./in-folder.ts";
import type { KnownZones } from "./known-zones.ts";
import { type ShownPlace, seeRecords } from "./see-records.ts";
import { shownByNameserver } from "./shown-by-nameserver.ts";
import { askTransfers, BRIEF_TRANSFER } from "./transfers.ts";
import { withoutSigning } from "./without-signing.ts";

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
      ? await publishedByNameservers(zones, world, patience, source.transfer === true)
      : await publishedInFolder(source.path, world.files);
  const keys = new Map(zones.map((zone) => [keyOf(zone.origin), zone]));
  const removed = [...known].flatMap(([key, { origin, isOurs, records = [] }]) =>
    keys.has(key) || !isOurs ? [] : [{ origin, records: records.length }],
  );
  return {
    removed,
    of(origin) {
      const key = keyOf(origin);
      const floor = serialAbove.get(key);
      const { shown, records, notGiven }: Published = known.get(key) ?? { shown: [] };
      const comparable = records && withoutSigning(records, keys.get(key)!);
      return {
        shown,
        isShown: true,
        ...(comparable !== undefined && { records: comparable }),
        ...(comparable?.length !== records?.length && { isSigned: true }),
        ...(notGiven !== undefined && { notGiven }),
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
  transfer: boolean,
): Promise<KnownZones> {
  const known = new Map<Name, { readonly origin: Name; readonly places: ShownPlace[] }>();
  const serves = new Map<string, { nameserver: Nameserver; origins: Name[] }>();
  for (const { origin, config } of zones) {
    known.set(keyOf(origin), { origin, places: [] });
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
  for (const [at, { nameserver, origins }] of asked.entries()) {
    for (const [index, origin] of origins.entries()) {
      known.get(keyOf(origin))!.places.push({ nameserver, shown: byServer[at]![index]! });
    }
  }
  const ask = transfer ? askTransfers(world.transfer, BRIEF_TRANSFER) : undefined;
  const seen = [...known].map(async ([key, { origin, places }]) => {
    const shown = places.map((place) => place.shown);
    const seenRecords = ask === undefined ? { shown } : await seeRecords(origin, places, ask);
    return [key, { origin, isOurs: true, ...seenRecords }] as const;
  });
  return new Map(await Promise.all(seen));
}

function nameserverAt(name: Name, address: string): Nameserver {
  return { name: printName(name), address, port: DNS_PORT };
}
