import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { type AddressesOfTarget, printAddresses } from "../../dns/zone-file/addresses.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import { lookUp, targetsOutside } from "../verify/targets.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";

/** What was found of targets of ALIAS. */
export interface FoundTargets {
  /** By the key of the name that was looked up. */
  readonly found: ReadonlyMap<Name, AddressesOfTarget>;
  /** The same by the keys of the targets as they are written. */
  readonly targets: ReadonlyMap<Name, AddressesOfTarget>;
}

/** Zones with what the targets of their ALIAS records have now. */
export interface WithAddresses<Rendered> extends FoundTargets {
  readonly zones: readonly (Rendered & Pick<RenderedZone, "addresses">)[];
  /** A sentence for each target that nobody answered for. */
  readonly notes: readonly string[];
}

/**
 * Looks up the targets of ALIAS records that do not end in these zones, for the files that stand beside the zones' own: a nameserver
 * that has just been started answers these. They are no part of the zones. Without a resolver it comes back all the same.
 */
export async function withAddresses<Rendered extends RenderedZone>(
  zones: readonly Rendered[],
  world: Pick<World, "resolver" | "now" | "progress">,
): Promise<WithAddresses<Rendered>> {
  const { found, targets: all } = await lookUpTargets(zones, world);
  const silent = [...found].filter(([, { a, aaaa }]) => a === undefined && aaaa === undefined);
  return {
    zones: zones.map((zone) => {
      const targets = new Map<Name, AddressesOfTarget>();
      for (const { type, rdata } of zone.records) {
        const target = keyOf(rdata as Name); // ALIAS holds one name
        const has = type === ALIAS ? all.get(target) : undefined;
        if (has !== undefined) targets.set(target, has);
      }
      return targets.size === 0 ? zone : { ...zone, addresses: printAddresses(targets, world.now()) };
    }),
    found,
    targets: all,
    notes: silent.map(
      ([target]) =>
        `Nobody answered for ${printName(target)}, the target of an ALIAS: the nameserver looks it up itself, and answers SERVFAIL until it has.`,
    ),
  };
}

/** Looks up the targets of ALIAS records that do not end in these zones. Where there are none, nobody is asked. */
export async function lookUpTargets(
  zones: readonly Zone[],
  world: Pick<World, "resolver" | "progress">,
  resolvers?: readonly Nameserver[],
): Promise<FoundTargets> {
  const ends = targetsOutside(zones);
  if (ends.size === 0) return { found: new Map(), targets: new Map() };
  world.progress.step("Looking up the targets of ALIAS");
  const found = await lookUp([...new Set([...ends.values()].map(keyOf))], world.resolver(resolvers));
  return {
    found,
    targets: new Map([...ends].map(([target, end]) => [target, found.get(keyOf(end)) ?? {}])),
  };
}
