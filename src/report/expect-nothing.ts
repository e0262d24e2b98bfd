import { printName } from "../../dns/name.ts";
import type { Plan, ZonePlan } from "../plan/plan.ts";
import type { Outcome } from "./report.ts";
import { changeCounts, count } from "./wording.ts";

/**
 * Holds a plan against the expectation that nothing changes. It is `wrong` where something does, for certain, and
 * `blocked` where that is not known. A serial alone is no change: it follows from the rest, or from what nobody could
 * compare.
 */
export function expectNothing({ zones, removed }: Plan): {
  readonly outcome: Outcome;
  readonly notes: readonly string[];
} {
  const changed = [
    ...zones.flatMap((zone) => toldOf(zone, whatChanges(zone))),
    ...removed.map(({ origin }) => `${printName(origin)} is no longer there`),
  ];
  const unknown = zones.flatMap((zone) => toldOf(zone, whatIsUnknown(zone)));
  const notes = [
    ...(changed.length === 0 ? [] : [`Expected no changes, and found some: ${someOf(changed)}.`]),
    ...(unknown.length === 0 ? [] : [`Expected no changes, and cannot tell: ${someOf(unknown)}.`]),
  ];
  const outcome = changed.length > 0 ? "wrong" : unknown.length > 0 ? "blocked" : "fine";
  return { outcome, notes };
}

function toldOf({ zone }: ZonePlan, what: string | undefined): string[] {
  return what === undefined ? [] : [`${printName(zone.origin)} ${what}`];
}

function whatChanges({ decision, changes }: ZonePlan): string | undefined {
  if (decision.kind === "first") return "is new";
  const because = decision.kind === "raised" ? decision.because : undefined;
  if (because === "two contents for one serial") return "is answered with two contents for one serial";
  if (changes !== undefined) return changes.length === 0 ? undefined : `changes (${changeCounts(changes)})`;
  return because === "content changed" ? "has another digest than what is published" : undefined;
}

function whatIsUnknown(plan: ZonePlan): string | undefined {
  const { decision, changes } = plan;
  if (changes !== undefined || whatChanges(plan) !== undefined) return undefined;
  switch (decision.kind) {
    case "unknown":
      return "is not known, for a nameserver is silent";
    case "raised":
      return `was not compared: ${decision.because}`;
    case "no-greatest":
      return "is answered with serials of which none is the greatest";
    case "first":
    case "kept":
      return undefined;
    default:
      return decision satisfies never;
  }
}

const MOST_NAMED = 5;

function someOf(all: readonly string[]): string {
  const rest = all.length - MOST_NAMED;
  const named = all.slice(0, MOST_NAMED).join("; ");
  return rest > 0 ? `${named}; and ${count(rest, "more zone")}` : named;
}
