import { isError, type Problem } from "../../dns/problem.ts";
import type { Danger } from "../plan/dangers.ts";
import type { Plan } from "../plan/plan.ts";
import type { Base } from "../plan/pull-request.ts";
import { type SourceZone, withoutCatalog } from "../source/source-zone.ts";
import { invariantDangers } from "./dangers.ts";
import type { Invariant } from "./invariant.ts";
import { readInvariants } from "./read-invariants.ts";

/** The zones after a change, as a run has read them. */
export interface AfterChange {
  readonly zones: readonly SourceZone[];
  readonly unread: ReadonlySet<SourceZone>;
  readonly invariants: readonly Invariant[];
  readonly problems: readonly Problem[];
}

/** What a change does to invariants, from the base of a pull request or the last deployment on. */
export function dangersSinceBase(base: Base, after: AfterChange): Danger[] {
  // What cannot be read is an error of its own, and not an invariant that goes.
  if (after.problems.some(isUnreadable)) return [];
  const before = invariantsOf(base);
  const known = withoutCatalog([...base.zones.values()].filter((zone) => zone !== undefined));
  const unknown = [...base.zones].flatMap(([origin, zone]) => (zone === undefined ? [origin] : []));
  const { zones, unread, invariants } = after;
  const isWhole = unread.size === 0 && !base.isBroken;
  return invariantDangers(
    { invariants: before, zones: known, unknown },
    { invariants, ...(isWhole && { zones: withoutCatalog(zones) }) },
  );
}

/** What the invariants of a base are. Those of it that cannot be read judge nobody. */
export function invariantsOf({ invariants }: Base): readonly Invariant[] {
  return invariants === undefined ? [] : readInvariants(invariants).invariants;
}

function isUnreadable(problem: Problem): boolean {
  return (
    isError(problem) && problem.rule !== "invariant-broken" && /(?:^|\/)_invariants\.yaml$/.test(problem.file)
  );
}

/** What a change does to invariants, from what is published on: nobody knows which ones there were. */
export function dangersSincePublished(plan: Plan, invariants: readonly Invariant[]): Danger[] {
  const zones = plan.zones.filter(({ zone }) => zone.role !== "catalog");
  const before = zones.flatMap(({ zone: { origin, records: now }, base, changes }) => {
    const records = changes?.length === 0 ? now : base;
    return records === undefined ? [] : [{ origin, records }];
  });
  const unknown = zones.flatMap(({ zone: { origin }, base, changes }) =>
    base === undefined && changes?.length !== 0 ? [origin] : [],
  );
  return invariantDangers(
    { invariants, zones: before, unknown },
    { invariants, zones: zones.map(({ zone }) => zone) },
  );
}
