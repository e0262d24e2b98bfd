import { keyOf, type Name } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import type { Effect } from "../plan/effects/effect.ts";
import type { Plan } from "../plan/plan.ts";
import type { CauseKind } from "../proof/cause-kind.ts";
import type { CauseGroup, Proof } from "../proof/proof.ts";
import { isConsequence, isOfSigning } from "./proof-wording.ts";
import type { Report } from "./report.ts";

/** Causes that are shown one by one; of the rest the answers are counted. JSON and SARIF have them all. */
export const MOST_CAUSES = 20;

/** The causes of what nobody wrote, the gravest first, and at last how zones are signed. */
export function consequenceGroups({ groups }: Proof): CauseGroup[] {
  const found = groups.filter((group) => isConsequence(group) || isOfSigning(group));
  return found.sort((a, b) => GRAVEST.indexOf(a.kind) - GRAVEST.indexOf(b.kind));
}

/** What takes names away first; what merely goes out beside an answer last. */
const GRAVEST: readonly CauseKind[] = [
  "zone",
  "cut",
  "dname",
  "exists",
  "ceased",
  "wildcard",
  "alias",
  "additional",
  "negative",
  "denial",
  "signing",
];

/** Where the cause is written. */
export interface CausePlace {
  readonly at: Position;
  /** In the files before the change: it goes. */
  readonly isBefore: boolean;
}

/** Says where causes are written, as far as that is known. */
export function placesOfCauses(plan: Plan | undefined): (group: CauseGroup) => CausePlace | undefined {
  let onlyGone: ReadonlySet<string> | undefined;
  return ({ change: { zone, owner, type, kind, at } }) => {
    if (at === undefined) return undefined;
    if (kind !== "changed") return { at, isBefore: kind === "removed" };
    onlyGone ??= changesWithoutNew(plan);
    return { at, isBefore: onlyGone.has(keyOfChange(zone, owner, type)) };
  };
}

/** RRsets that only lose values. */
function changesWithoutNew(plan: Plan | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { zone, changes = [] } of plan?.zones ?? []) {
    for (const { owner, type, added, ttl } of changes) {
      if (added.length === 0 && ttl?.toAt === undefined) found.add(keyOfChange(zone.origin, owner, type));
    }
  }
  return found;
}

function keyOfChange(zone: Name, owner: Name, type: number | undefined): string {
  return `${type} ${zone.length} ${keyOf(owner)}`;
}

/**
 * The effects of a report that its proof does not say better: which wildcard answers for a name, and what a delegation
 * takes, it has seen.
 */
export function effectsBeside({ review, proof }: Pick<Report, "review" | "proof">): readonly Effect[] {
  const effects = review?.effects ?? [];
  if (proof === undefined) return effects;
  const told = new Set(
    consequenceGroups(proof)
      .slice(0, MOST_CAUSES)
      .filter(({ kind }) => OF_WILDCARDS.includes(kind))
      .map(({ change }) => keyOf(change.owner)),
  );
  return effects.filter(({ kind, owner }) => kind !== "wildcard" || !told.has(keyOf(owner)));
}

const OF_WILDCARDS: readonly CauseKind[] = ["exists", "ceased", "wildcard"];
