import { keyOf, type Name } from "../../dns/name.ts";
import { countRrsets } from "../plan/changes.ts";
import { makePlan, type Plan, type RemovedZone, serialOf, type ZonePlan } from "../plan/plan.ts";
import { asRemoved, type Base, makePullRequestPlan } from "../plan/pull-request.ts";
import { isUnchanged } from "../report/wording.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { LiveBase } from "./live-base.ts";

/** Plans zones against a base. */
export type MakePlan = (
  base: LiveBase,
  zones: readonly SourceZone[],
  unread: ReadonlySet<SourceZone>,
) => Plan;

/**
 * Plans again and again: the plan of a zone that is the very object of before is kept, as long as the base is.
 *
 * @param serialOn the serial that a zone has on this machine, which stands in for the one that a deployment would decide
 */
export function keptPlanner(serialOn: (zone: SourceZone) => number, now: () => Date): MakePlan {
  let before: { readonly base: LiveBase; readonly plans: ReadonlyMap<SourceZone, ZonePlan> } | undefined;
  return (base, zones, unread) => {
    const known = before?.base === base ? before.plans : new Map<SourceZone, ZonePlan>();
    const anew = zones.filter((zone) => unread.has(zone) || !known.has(zone));
    const unreadKeys = new Set([...unread].map(({ origin }) => keyOf(origin)));
    // Of a zone that could not be read nobody can say whether it is what is shown.
    const shownOf = (origin: Name) =>
      base.kind === "published" || unreadKeys.has(keyOf(origin)) ? [] : (base.shownOf?.(origin) ?? []);
    const made =
      base.kind === "zones"
        ? makePullRequestPlan(base.base, anew, shownOf, now(), unread)
        : makePlan(anew, base.shown.of, [], now());
    const fresh = new Map(made.zones.map((plan) => [plan.zone, plan]));
    const plans = zones.map((zone) => fresh.get(zone) ?? known.get(zone)!);
    before = {
      base,
      plans: new Map(plans.filter(({ zone }) => !unread.has(zone)).map((plan) => [plan.zone, plan])),
    };
    const removed = base.kind === "zones" ? removedFrom(base.base, zones) : base.shown.removed;
    return { zones: plans.map((plan) => withSerialOn(plan, serialOn)), removed };
  };
}

function removedFrom({ zones: before, broken }: Base, zones: readonly SourceZone[]): RemovedZone[] {
  const keys = new Set(zones.map(({ origin }) => keyOf(origin)));
  return [...before].flatMap(([key, zone]) => {
    const gone = zone === undefined ? broken.get(key) : asRemoved(zone);
    return keys.has(key) || gone === undefined ? [] : [gone];
  });
}

/** Nobody was asked for serials, so that each is unknown; here one is served all the same. */
function withSerialOn(plan: ZonePlan, serialOn: (zone: SourceZone) => number): ZonePlan {
  if (serialOf(plan.decision) !== undefined || plan.changes === undefined) return plan;
  const serial = serialOn(plan.zone);
  const isNew = plan.base !== undefined && countRrsets(plan.base) === 0;
  return { ...plan, decision: { kind: isNew ? "first" : "kept", serial } };
}

/** The zones of a plan in which something changes. */
export function changedIn({ zones }: Plan): readonly ZonePlan[] {
  return zones.filter((zone) => !isUnchanged(zone));
}
