import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { type AddressesOfTarget, printAddresses } from "../../dns/zone-file/addresses.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import { lookUp, targetsOutside } from "../verify/targets.ts";
import type { World } from "../world.ts";

/** Zones with what the targets of their ALIAS records have now. */
export interface WithAddresses<Zone> {
  readonly zones: readonly (Zone & Pick<RenderedZone, "addresses">)[];
  /** What was found, by the key of the name that was looked up. */
  readonly found: ReadonlyMap<Name, AddressesOfTarget>;
  /** A sentence for each target that nobody answered for. */
  readonly notes: readonly string[];
}

/**
 * Looks up the targets of ALIAS records that do not end in these zones, for the files that stand beside the zones' own: a nameserver
 * that has just been started answers these. They are no part of the zones. Without a resolver it comes back all the same.
 */
export async function withAddresses<Zone extends RenderedZone>(
  zones: readonly Zone[],
  world: Pick<World, "resolver" | "now" | "progress">,
): Promise<WithAddresses<Zone>> {
  const ends = targetsOutside(zones);
  if (ends.size === 0) return { zones, found: new Map(), notes: [] };
  world.progress.step("Looking up the targets of ALIAS");
  const found = await lookUp([...new Set([...ends.values()].map(keyOf))], world.resolver());
  const ofTarget = (target: Name): AddressesOfTarget => found.get(keyOf(ends.get(target) ?? target)) ?? {};
  const silent = [...found].filter(([, { a, aaaa }]) => a === undefined && aaaa === undefined);
  return {
    zones: zones.map((zone) => {
      const targets = new Map<Name, AddressesOfTarget>();
      for (const { type, rdata } of zone.records) {
        const target = keyOf(rdata as Name); // ALIAS holds one name
        if (type === ALIAS && ends.has(target)) targets.set(target, ofTarget(target));
      }
      return targets.size === 0 ? zone : { ...zone, addresses: printAddresses(targets, world.now()) };
    }),
    found,
    notes: silent.map(
      ([target]) =>
        `Nobody answered for ${printName(target)}, the target of an ALIAS: the nameserver looks it up itself, and answers SERVFAIL until it has.`,
    ),
  };
}
