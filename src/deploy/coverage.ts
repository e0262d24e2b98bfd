import { canonicalRdata } from "../../dns/canonical.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { RrsetChange } from "../plan/changes.ts";
import { changesDigest } from "../plan/digest.ts";
import type { Drift, ZoneChanges } from "../plan/zone-changes.ts";

/**
 * The changes from what is published to the merged zones that are in none of the plans: those of the pull requests
 * that were merged since the last deployment, and of the commits that were pushed without one. Compared is every value
 * that comes, goes, or gets another TTL. Of a value that several plans touch, one of them has to lead to what it is in
 * the end. Undefined when every change is in a plan.
 */
export function findUnplanned(changes: ZoneChanges, plans: readonly ZoneChanges[]): Drift | undefined {
  const planned = new Set(plans.flatMap(({ zones }) => zones.flatMap(atomsOf)));
  const gone = new Set(plans.flatMap(({ removed }) => removed.map(({ origin }) => keyOf(origin))));
  const zones = changes.zones.flatMap(({ origin, changes: all }) => {
    const rest = all.filter((change) => atomsIn(origin, change).some((atom) => !planned.has(atom)));
    return rest.length === 0 ? [] : [{ origin, changes: rest }];
  });
  const removed = changes.removed.filter(({ origin }) => !gone.has(keyOf(origin)));
  if (zones.length === 0 && removed.length === 0) return undefined;
  return { zones, removed, digest: changesDigest({ zones, removed }) };
}

function atomsOf({ origin, changes }: ZoneChanges["zones"][number]): string[] {
  return changes.flatMap((change) => atomsIn(origin, change));
}

/** What a change says, value by value, as keys of a set. */
function atomsIn(origin: Name, { owner, type, kind, added, removed, ttl }: RrsetChange): string[] {
  const rrset = `${keyOf(origin)} ${keyOf(owner)} ${type}`;
  // One pull request may add a value and another change the TTL of its RRset, so the two are told apart.
  const becomes = kind === "added" ? added[0]!.ttl : ttl?.to;
  return [
    ...added.map((record) => `+${rrset} ${dataOf(record)}`),
    ...removed.map((record) => `-${rrset} ${dataOf(record)}`),
    ...(becomes === undefined ? [] : [`~${rrset} ${becomes}`]),
  ];
}

/** The data of a record, of a SOA without its serial. */
function dataOf({ type, rdata }: ZoneRecord): string {
  const canonical = canonicalRdata(type, rdata);
  return type === SOA ? canonical.slice(0, -20) + canonical.slice(-16) : canonical;
}
