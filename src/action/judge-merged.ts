import { join } from "node:path";
import { printName } from "../../dns/name.ts";
import { type Accepted, decideConsent } from "../deploy/consent.ts";
import type { MergedPull } from "../deploy/merged.ts";
import { type Danger, refused } from "../plan/dangers.ts";
import type { Plan } from "../plan/plan.ts";
import { type Review, reviewPlan } from "../plan/review.ts";
import type { Drift } from "../plan/zone-changes.ts";
import { type Consequences, onlyTogether } from "../proof/together.ts";
import { count } from "../report/wording.ts";
import { type MergedContext, mergedChanges } from "./merged-changes.ts";

/** What it takes to judge. */
export interface JudgeContext extends MergedContext {
  /** An empty folder. */
  readonly scratch: string;
}

/** Whether a change may go out, and what the reader has to know of it. */
export interface MergedJudgement {
  readonly review: Review;
  /** Changes that nobody planned and nobody accepted. */
  readonly drift?: Drift;
  /** Why it may not go out: sentences without their final stops. Empty: it may. */
  readonly refusals: readonly string[];
  /** One sentence each. */
  readonly notes: readonly string[];
  /** The pull requests that were merged since the last deployment, in the order of their merges. */
  readonly pulls: readonly MergedPull[];
}

/**
 * Decides whether a change may go out, by what was merged and pushed since the last deployment.
 *
 * @param since the commit that was deployed last; undefined before the first deployment
 * @param commit that is deployed
 * @param plan from what is live to the zones of that commit
 * @param consequences of the plan: answers that change though their own records do not
 * @param invariants what it does to them
 * @param wrong with it, whoever would allow it: sentences without their final stops
 */
export async function judgeMerged(
  context: JudgeContext,
  {
    since,
    commit,
    plan,
    wrong,
    consequences,
    invariants,
  }: {
    readonly since: string | undefined;
    readonly commit: string;
    readonly plan: Plan;
    readonly wrong: readonly string[];
    readonly consequences: Consequences;
    readonly invariants: readonly Danger[];
  },
  accepted: Accepted | undefined,
): Promise<MergedJudgement> {
  const merged = await mergedChanges(context, since, commit);
  const { drift, dangers } = decideConsent(plan, merged, accepted, invariants);
  const together = await togetherNotes(merged.pulls, consequences, context);
  const numbers = merged.pulls.map(({ number }) => `#${number}`).join(", ");
  const where =
    numbers === ""
      ? ""
      : `, to be set on the pull request that brings it (of ${numbers}), before this job runs again`;
  return {
    review: { ...reviewPlan(plan, () => undefined), dangers },
    ...(drift === undefined ? {} : { drift }),
    refusals: [
      ...wrong,
      ...(drift === undefined ? [] : [driftSentence(drift)]),
      ...refused(dangers).map(
        ({ zone, kind, message, label }) =>
          `${printName(zone)}: ${message}; that needs the label ${label}${where}${kind === "serial" ? HOW_TO_MEND_A_SERIAL : ""}`,
      ),
    ],
    notes: [...merged.notes, ...together, ...(accepted === undefined ? [] : [acceptedNote(accepted, drift)])],
    pulls: merged.pulls,
  };
}

/** Pull requests that are proved one by one; more than that have waited for so long that nobody reads it. */
const MOST_ALONE = 20;
const MOST_SHOWN = 5;

/** What several pull requests do to answers that none of them does alone. Whoever merged the last one has not seen it. */
async function togetherNotes(
  pulls: readonly MergedPull[],
  consequences: Consequences,
  { world, scratch }: JudgeContext,
): Promise<string[]> {
  if (pulls.length < 2 || consequences.size === 0) return [];
  const numbers = pulls.map(({ number }) => `#${number}`).join(", ");
  if (pulls.length > MOST_ALONE)
    return [
      `${count(pulls.length, "pull request")} go out at a time: what they do only together was not looked for.`,
    ];
  const found = await onlyTogether(
    consequences,
    pulls.map(({ plan }) => plan),
    (number) => join(scratch, "alone", String(number)),
    world,
  );
  if (found.length === 0) return [];
  const shown = found.slice(0, MOST_SHOWN).join(", ");
  const more = found.length > MOST_SHOWN ? ` and ${found.length - MOST_SHOWN} more` : "";
  return [`Only together ${numbers} change what is answered to ${shown}${more}.`];
}

/** Nobody may have changed the zone: then there is no pull request that could have the label. */
const HOW_TO_MEND_A_SERIAL =
  ". Where it is meant and no pull request changes the zone, one that gives it that serial as serial_above in _config.yaml can have the label; where a nameserver lies, mend it or take it out of _config.yaml";

function driftSentence({ zones, removed }: Drift): string {
  const changes = zones.reduce((sum, zone) => sum + zone.changes.length, 0);
  const parts = [
    ...(changes > 0 ? [`${count(changes, "RRset")} would change`] : []),
    ...(removed.length > 0 ? [`${count(removed.length, "zone")} would go`] : []),
  ];
  return `${parts.join(" and ")} without a pull request or a push that says so`;
}

function acceptedNote({ by, digest }: Accepted, drift: Drift | undefined): string {
  return drift === undefined
    ? `What is in no pull request was accepted by ${by}, by its digest ${digest}.`
    : `What ${by} accepted (${digest}) is not what would change now (${drift.digest}).`;
}
