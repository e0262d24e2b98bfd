import { keyOf } from "../../dns/name.ts";
import { changesBetween } from "../plan/changes.ts";
import { type Allowance, type Danger, dangersOf } from "../plan/dangers.ts";
import type { Plan } from "../plan/plan.ts";
import { settingsOf } from "../plan/settings.ts";
import type { Drift, ZoneChanges } from "../plan/zone-changes.ts";
import { findUnplanned } from "./coverage.ts";
import type { Merged, MergedPull } from "./merged.ts";

/** Whether a deployment may go on. */
export interface Consent {
  /** The changes that no plan has, and that nobody accepted by their digest. */
  readonly drift: Drift | undefined;
  /** The dangers of the whole, each with who allowed it where somebody has. */
  readonly dangers: readonly Danger[];
}

/** Changes that somebody accepted when they started the run by hand. */
export interface Accepted extends Allowance {
  /** Of the drift. */
  readonly digest: string;
}

/**
 * Decides whether a deployment may go on: by what it would change in the world, and by what was merged since the last
 * one.
 *
 * A danger is looked for in the whole change, and once more in each pull request. Every pull request that has it by
 * itself needs its own label; one that only several together have (many deletes) needs the label on one that changes
 * the zone, be it in `_config.yaml` alone. What was pushed without a pull request can have no label: where it is dangerous
 * it counts as drift, and whoever accepts that by its digest has allowed what is dangerous in it; but for a serial, of which
 * a digest says nothing.
 *
 * @param plan from what is published to the merged zones
 * @param invariants what the whole change does to them; a digest over values says nothing of that, as of a serial
 */
export function decideConsent(
  plan: Plan,
  { pulls, pushes }: Merged,
  accepted: Accepted | undefined,
  invariants: readonly Danger[] = [],
): Consent {
  const safePushes = pushes.filter((push) => dangersOf(push, nobody).every(({ kind }) => kind === "serial"));
  const plans = [...pulls.map((pull) => pull.plan), ...safePushes];
  const drift = findUnplanned(worstOf(plan), plans.map(changesOf));
  const isAccepted = drift !== undefined && drift.digest === accepted?.digest;
  const dangers = [...dangersOf(plan, nobody), ...invariants].map((danger) => {
    const isOfValues = danger.kind !== "serial" && danger.kind !== "invariant";
    const isCovered = isAccepted && isOfValues && isIn(drift, danger);
    const byDigest = isCovered ? { by: accepted!.by, at: accepted!.at } : undefined;
    const allowed = allowanceFor(danger, pulls, byDigest);
    return allowed === undefined ? danger : { ...danger, allowed };
  });
  return { drift: isAccepted ? undefined : drift, dangers };
}

const nobody = (): undefined => undefined;

function changesOf({ zones, removed }: Plan): ZoneChanges {
  return { zones: zones.map(({ zone: { origin }, changes = [] }) => ({ origin, changes })), removed };
}

/** Where nobody knows what is published of a zone, all of it may be new: whoever accepts that has seen every value. */
function worstOf({ zones, removed }: Plan): ZoneChanges {
  return {
    zones: zones.map(({ zone, changes }) => ({
      origin: zone.origin,
      changes: changes ?? changesBetween({ records: [] }, zone),
    })),
    removed,
  };
}

function allowanceFor(
  { zone, label }: Danger,
  pulls: readonly MergedPull[],
  byDigest: Allowance | undefined,
): Allowance | undefined {
  const alone = pulls.filter(({ plan, invariants = [] }) =>
    [...dangersOf(plan, nobody), ...invariants].some((danger) => danger.label === label),
  );
  if (alone.some(({ allowances }) => !allowances.has(label))) return undefined;
  const causing = alone.length > 0 ? alone : pulls.filter(({ plan }) => changesZone(plan, zone));
  const byLabel = causing.map(({ allowances }) => allowances.get(label));
  return byLabel.filter((allowance) => allowance !== undefined).at(-1) ?? byDigest;
}

function changesZone({ zones, removed }: Plan, zone: Danger["zone"]): boolean {
  const isIt = (origin: Danger["zone"]) => keyOf(origin) === keyOf(zone);
  return (
    removed.some(({ origin }) => isIt(origin)) ||
    zones.some(
      (each) => isIt(each.zone.origin) && ((each.changes ?? []).length > 0 || settingsOf(each).length > 0),
    )
  );
}

function isIn({ zones, removed }: Drift, { zone }: Danger): boolean {
  return [...zones, ...removed].some(({ origin }) => keyOf(origin) === keyOf(zone));
}
