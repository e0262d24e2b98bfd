import { keyOf, type Name, parentOf, printName, ROOT } from "../../../dns/name.ts";
import { typeName } from "../../../dns/types.ts";
import { targetsOf } from "../../lint/targets-of.ts";
import type { Plan } from "../plan.ts";
import type { Effect } from "./effect.ts";
import type { NameSpace } from "./name-space.ts";

/** The names of a zone before and after a plan. */
export interface Spaces {
  readonly before: () => NameSpace;
  readonly after: () => NameSpace;
}

/**
 * Records of any zone that point to a name which the plan takes away, or into a zone that goes.
 *
 * @param shrunk the zones, by key, in which a name may have ceased to exist
 */
export function danglingEffects(plan: Plan, shrunk: ReadonlyMap<Name, Spaces>): Effect[] {
  const zonesGone = new Set(plan.removed.map(({ origin }) => keyOf(origin)));
  if (shrunk.size === 0 && zonesGone.size === 0) return [];
  const zonesHere = new Set(plan.zones.map(({ zone }) => keyOf(zone.origin)));
  const known = new Map<Name, string | undefined>(); // the same few names are pointed to over and over
  const effects: Effect[] = [];
  for (const { zone } of plan.zones) {
    for (const record of zone.records) {
      for (const target of targetsOf(record)) {
        const key = keyOf(target);
        if (!known.has(key)) known.set(key, lossOf(key));
        const what = known.get(key);
        if (what === undefined) continue;
        effects.push({
          zone: zone.origin,
          owner: record.owner,
          type: record.type,
          kind: "dangling",
          message: `${printName(record.owner)} ${typeName(record.type)} still points to ${printName(target)}, ${what}`,
        });
      }
    }
  }
  return effects;

  function lossOf(name: Name): string | undefined {
    for (let above = name; ; above = parentOf(above)) {
      if (zonesHere.has(above)) return isLost(name, shrunk.get(above)) ? "which goes" : undefined;
      if (zonesGone.has(above)) return "whose zone goes";
      if (above === ROOT) return undefined;
    }
  }
}

function isLost(name: Name, spaces: Spaces | undefined): boolean {
  if (spaces === undefined || spaces.after().answererOf(name).kind !== "nothing") return false;
  return spaces.before().answererOf(name).kind !== "nothing";
}
