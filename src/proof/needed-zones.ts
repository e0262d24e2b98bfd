import { ALIAS } from "../../dns/alias-type.ts";
import { isBelow, keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { CNAME, DNAME } from "../../dns/type-numbers.ts";
import { type Side, type SideZone, zoneFor } from "./side.ts";

/**
 * The zones that answers for these names can depend on, by origin: their own on either side, those above them, which have
 * the DS of their apexes, and those that aliases in any of them lead to or, below a DNAME, do not.
 */
export function neededZones(sides: readonly Side[], names: Iterable<Name>): Set<Name> {
  const needed = new Set<Name>();
  const last = new Map<Side, SideZone>();
  for (const name of names) {
    for (const side of sides) {
      const zone = zoneFor(side, name);
      if (zone === undefined || last.get(side) === zone) continue;
      last.set(side, zone);
      add(zone.origin);
    }
  }
  // What is added while a set is walked is walked, too.
  for (const origin of needed) {
    for (const side of sides) {
      for (const { target, isTree } of targetsIn(side.zones.get(origin))) {
        for (const other of sides) {
          const zone = zoneFor(other, target);
          if (zone !== undefined) add(zone.origin);
          if (!isTree) continue;
          for (const inside of other.zones.keys()) if (isBelow(inside, target)) add(inside);
        }
      }
    }
  }
  return needed;

  function add(origin: Name): void {
    for (let at = origin; ; at = parentOf(at)) {
      if (sides.some(({ zones }) => zones.has(at))) needed.add(at);
      if (at === ROOT) return;
    }
  }
}

/** Where aliases lead; those of a DNAME also to what is below its target. A zone of ours below its owner keeps its names. */
function* targetsIn(
  zone: SideZone | undefined,
): Iterable<{ readonly target: Name; readonly isTree: boolean }> {
  if (zone === undefined) return;
  for (const { owner, type, rdata } of zone.records) {
    if (type !== CNAME && type !== DNAME && type !== ALIAS) continue;
    if (type === DNAME) yield { target: keyOf(owner), isTree: true };
    yield { target: keyOf(rdata as Name), isTree: type === DNAME }; // rdata of all of them is a name
  }
}
