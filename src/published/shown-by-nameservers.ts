import { keyOf, type Name } from "../../dns/name.ts";
import type { Shown } from "../serial/shown.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { LookPatience, Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { published } from "./published.ts";
import { shownByNameserver } from "./shown-by-nameserver.ts";

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
  if (nameservers.length === 0) {
    const options = { folder: "", published: { kind: "nameservers" }, serialAbove: new Map() } as const;
    const { of } = await published(zones, options, world, patience);
    return (origin) => of(origin).shown;
  }
  const origins = zones.map(({ origin }) => origin);
  const byServer = await Promise.all(
    nameservers.map((server) => shownByNameserver(server, origins, world.look, patience)),
  );
  const indexOf = new Map(origins.map((origin, index) => [keyOf(origin), index]));
  return (origin) => {
    const index = indexOf.get(keyOf(origin));
    return index === undefined ? [] : byServer.map((shown) => shown[index]!);
  };
}
