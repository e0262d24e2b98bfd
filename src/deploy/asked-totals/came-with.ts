import { isBelow, keyOf, type Name } from "../../../dns/name.ts";
import {
  ALL_TOGETHER,
  EACH_ONE,
  growTable,
  minuteOf,
  type RRsetTable,
} from "../../../dns/rrset-table/rrset-table.ts";
import { DNAME, NS } from "../../../dns/type-numbers.ts";
import type { Plan, ZonePlan } from "../../plan/plan.ts";
import type { SourceZone } from "../../source/source-zone.ts";
import { othersOf } from "../other-nameservers.ts";

/**
 * What is counted from this release on and not before: RRsets that came with it; all of a zone that is new, for which others answer
 * as well, or in which a delegation or a DNAME comes or goes, so that what lies below is answered by somebody else than before.
 */
export function cameWith(plan: Plan, zones: readonly SourceZone[], when: Date): RRsetTable {
  const growing = growTable();
  const row = { count: 0, last: 0, came: minuteOf(when.getTime()) };
  const origins = plan.zones.map(({ zone }) => zone.origin);
  const moved = [
    ...plan.zones.filter(isNew).map(({ zone }) => zone.origin),
    ...plan.removed.map(({ origin }) => origin),
  ];
  const anew = new Set<Name>(moved);
  for (const origin of origins) if (moved.some((one) => isBelow(one, origin))) anew.add(origin);
  for (const zone of plan.zones) {
    const { origin } = zone.zone;
    const came = (zone.changes ?? []).filter(({ kind }) => kind === "added");
    if (came.length > MOST_RRSETS || hasOtherCuts(zone) || othersOf(origin, plan, zones).length > 0)
      anew.add(origin);
    if (anew.has(origin) || came.length === 0) continue;
    growing.add(origin, ALL_TOGETHER, row);
    for (const { owner, type } of came) growing.add(owner, type, row);
  }
  for (const origin of anew) growing.add(origin, EACH_ONE, row);
  return growing.table();
}

const MOST_RRSETS = 1_000; // of one zone and release; it is no trifle then, and a table is bounded

function isNew({ base, changes }: ZonePlan): boolean {
  return base === undefined || base.length === 0 || changes === undefined;
}

function hasOtherCuts({ zone: { origin }, changes = [] }: ZonePlan): boolean {
  return changes.some(
    ({ owner, type, kind }) =>
      kind !== "changed" && (type === DNAME || (type === NS && keyOf(owner) !== keyOf(origin))),
  );
}
