import type { Name } from "../../dns/name.ts";
import type { Shown } from "../serial/shown.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { LookPatience, Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { placesByNameservers } from "./places-by-nameservers.ts";

/**
 * What the nameservers show of each zone: those that are given, otherwise the zones' own. A nameserver that is silent
 * is shown as silent; nothing fails for it.
 */
export async function shownByNameservers(
  zones: readonly SourceZone[],
  nameservers: readonly Nameserver[],
  world: World,
  patience: LookPatience,
): Promise<(origin: Name) => readonly Shown[]> {
  if (zones.length === 0) return () => [];
  world.progress.step("Asking the nameservers what is published");
  const placesOf = await placesByNameservers(zones, nameservers, world, patience);
  return (origin) => placesOf(origin).map(({ shown }) => shown);
}
