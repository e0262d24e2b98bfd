import { keyOf, type Name } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { policyIn } from "../dnssec/policy.ts";
import type { Options } from "../options.ts";
import type { Published, RemovedZone } from "../plan/plan.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { LookPatience } from "../verify/types.ts";
import type { World } from "../world.ts";
import { demandZoneFiles, publishedInFolder } from "./in-folder.ts";
import type { KnownZones } from "./known-zones.ts";
import { placesByNameservers } from "./places-by-nameservers.ts";
import { seeRecords } from "./see-records.ts";
import { askTransfers, BRIEF_TRANSFER } from "./transfers.ts";
import { withoutSigning } from "./without-signing.ts";

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
  { published: source, serialAbove, keyLooks }: Options,
  world: World,
  patience: LookPatience,
): Promise<PublishedZones> {
  if (source.kind === "folder") await demandZoneFiles(source.path, world.files);
  const known =
    source.kind === "nameservers"
      ? await publishedByNameservers(zones, world, patience, source.transfer === true)
      : await publishedInFolder(source.path, world.files);
  const keys = new Map(zones.map((zone) => [keyOf(zone.origin), zone]));
  const removed = [...known].flatMap(([key, { origin, isOurs, records }]) =>
    keys.has(key) || !isOurs
      ? []
      : [{ origin, records: records?.length ?? 0, ...(records !== undefined && { content: records }) }],
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
        ...(comparable?.length !== records?.length && !isSignedHere(origin, records) && { isSigned: true }),
        ...(notGiven !== undefined && { notGiven }),
        ...(floor === undefined ? {} : { floor }),
        ...(keyLooks !== undefined && { keyLooks: keyLooks.get(key) ?? {} }),
      };
    },
  };
}

/** A nameserver of ours makes the signatures: nobody signs on the way. */
function isSignedHere(origin: Name, records: readonly ZoneRecord[] | undefined): boolean {
  return records !== undefined && policyIn({ origin, records }) !== undefined;
}

async function publishedByNameservers(
  zones: readonly SourceZone[],
  world: World,
  patience: LookPatience,
  transfer: boolean,
): Promise<KnownZones> {
  const placesOf = await placesByNameservers(zones, [], world, patience);
  const ask = transfer ? askTransfers(world.transfer, BRIEF_TRANSFER) : undefined;
  const seen = zones.map(async ({ origin }) => {
    const places = placesOf(origin);
    const shown =
      ask === undefined
        ? { shown: places.map((place) => place.shown) }
        : await seeRecords(origin, places, ask);
    return [keyOf(origin), { origin, isOurs: true, ...shown }] as const;
  });
  return new Map(await Promise.all(seen));
}
