import { isAtOrBelow, keyOf, type Name } from "../../dns/name.ts";
import { NS } from "../../dns/type-numbers.ts";
import { recordsAt, type ZoneIndex, type Zones, zoneOf } from "./zone-index.ts";

/**
 * The zones that one goes round in to find the nameservers of a zone, itself first and last; undefined where they can be
 * found, or where nothing is known of that. A nameserver in its own zone is found by the glue of whoever delegates the zone, one
 * outside of our zones by others.
 */
export function circleOfNameservers({ apex, zones }: ZoneIndex): readonly Name[] | undefined {
  const unfound = unfoundAmong(zones);
  if (!unfound.has(apex)) return undefined;
  const way: Name[] = [apex];
  for (let at = apex; ; ) {
    at = needsOf(zones.get(at)!)!.find((need) => unfound.has(need))!; // else it would be found
    way.push(at);
    if (at === apex) return way;
    if (way.indexOf(at) !== way.length - 1) return way; // it leads into a circle of others
  }
}

const KNOWN = new WeakMap<Zones, ReadonlySet<Name>>();

/** The zones that cannot be found: what is left when those are taken away that can, one after the other. */
export function unfoundAmong(zones: Zones): ReadonlySet<Name> {
  const known = KNOWN.get(zones);
  if (known !== undefined) return known;
  const unfound = findUnfound(zones);
  KNOWN.set(zones, unfound);
  return unfound;
}

/** Has the rules take this for what cannot be found among these zones: they are the same that somebody looked through. */
export function rememberUnfound(zones: Zones, unfound: ReadonlySet<Name>): void {
  KNOWN.set(zones, unfound);
}

function findUnfound(zones: Zones): ReadonlySet<Name> {
  const waiting = new Map<Name, ZoneIndex[]>();
  const unfound = new Set(zones.keys());
  const open: ZoneIndex[] = [];
  for (const zone of zones.values()) {
    const needs = needsOf(zone);
    if (needs === undefined) open.push(zone);
    for (const need of needs ?? []) waiting.set(need, [...(waiting.get(need) ?? []), zone]);
  }
  for (let zone = open.pop(); zone !== undefined; zone = open.pop()) {
    if (unfound.delete(zone.apex)) open.push(...(waiting.get(zone.apex) ?? []));
  }
  return unfound;
}

/** The zones of which one has to be found first; undefined where none has to. */
function needsOf({ apex, nodes, zones, zone: { complete } }: ZoneIndex): readonly Name[] | undefined {
  const records = recordsAt(nodes.get(apex), NS);
  if (records.length === 0 || !complete) return undefined;
  const needs: Name[] = [];
  for (const { rdata } of records) {
    const target = keyOf(rdata as Name); // NS holds one name
    const zone = isAtOrBelow(target, apex) ? undefined : zoneOf(target, zones);
    if (zone === undefined) return undefined;
    needs.push(zone.apex);
  }
  return needs;
}
