import { refused } from "../plan/dangers.ts";
import { type Plan, serialOf, type ZonePlan } from "../plan/plan.ts";
import type { Review } from "../plan/review.ts";
import type { Verification } from "../verify/types.ts";
import { problemsInBrief } from "./problem-wording.ts";
import { isDefect, proofInBrief } from "./proof-wording.ts";
import type { Report } from "./report.ts";
import type { Watch } from "./watch.ts";
import { count } from "./wording.ts";

/** The first line of a report: what was found in one sentence, counts first. */
export function headline(report: Report): string {
  const parts = partsOf(report);
  return [parts.needed, parts.counts, parts.found, parts.answers, parts.end].flat().join(" · ");
}

/**
 * The same in two: a title that a phone has room for, with what decides, and how much was looked at. Answers that are as
 * they should be decide nothing.
 */
export function headlineInTwo(report: Report): { readonly title: string; readonly rest: string } {
  const { needed, counts, found, answers, end } = partsOf(report);
  const isRight = (report.verification?.paths ?? []).every(
    ({ notAsked, asked, passed }) => notAsked !== undefined || asked === passed,
  );
  const title = [needed, found, isRight ? [] : answers, end].flat().join(" · ");
  return {
    title: title.charAt(0).toUpperCase() + title.slice(1),
    rest: [counts, isRight ? answers : []].flat().join(" · "),
  };
}

/** What a first line is made of, each some parts of it or none. */
interface Parts {
  readonly needed: readonly string[];
  readonly counts: readonly string[];
  readonly found: readonly string[];
  readonly answers: readonly string[];
  readonly end: readonly string[];
}

function partsOf(report: Report): Parts {
  const { outcome, counts, plan, review, proof, verification, watch } = report;
  const seen = watch === undefined ? [] : watchInBrief(watch);
  const needed = refused(review?.dangers ?? []).length;
  return {
    needed: [
      ...(isDefect(proof) ? ["a defect of zonepipe"] : []),
      ...(needed > 0 ? [`${count(needed, "label")} needed`] : []),
    ],
    counts: [`${count(counts.zones, "zone")}, ${count(counts.records, "record")}`],
    found: [
      ...(seen.length > 0 && report.problems.length === 0 ? [] : problemsInBrief(report)),
      ...seen,
      ...(plan === undefined ? [] : [planInBrief(plan, review)]),
      ...proofInBrief(proof),
    ],
    answers: verification === undefined ? [] : [verificationInBrief(verification)],
    end: outcome === "blocked" && !isDefect(proof) ? ["not finished"] : [],
  };
}

/** What was seen outside of the nameservers; nothing where all is well. */
function watchInBrief({ findings }: Watch): string[] {
  const counts = (["alarm", "warning"] as const).flatMap((weight) => {
    const number = findings.filter((finding) => finding.weight === weight).length;
    return number === 0 ? [] : [count(number, weight)];
  });
  return counts.length === 0 ? [] : [`${counts.join(", ")} from outside`];
}

/** What is not known may have changed, so that nothing changed is said only where all of it is known. */
function planInBrief({ zones, removed }: Plan, review: Review | undefined): string {
  const first = zones.filter(({ decision }) => decision.kind === "first").length;
  const changed = zones.filter(isChanged).length;
  const unknown = zones.filter(isUnknown).length;
  const undecided = zones.filter((plan) => serialOf(plan.decision) === undefined && !isUnknown(plan)).length;
  const parts = [];
  if (removed.length > 0) parts.push(`${removed.length} removed`);
  if (first > 0) parts.push(`${first} new`);
  if (changed > 0) parts.push(`${changed} changed`);
  if (review !== undefined && review.settings.length > 0) parts.push("settings changed");
  if (unknown > 0) parts.push(`${unknown} unknown`);
  if (parts.length === 0) parts.push("nothing changed");
  if (undecided > 0) parts.push(`${count(undecided, "serial")} unknown`);
  return parts.join(", ");
}

/** Its content changes; where that is not known, its serial. */
function isChanged({ decision, changes }: ZonePlan): boolean {
  if (decision.kind === "first") return false;
  return changes === undefined ? decision.kind === "raised" : changes.length > 0;
}

/** Nobody knows what is published of it, or what it says now. */
function isUnknown({ decision, changes }: ZonePlan): boolean {
  return changes === undefined && serialOf(decision) === undefined;
}

function verificationInBrief({ paths }: Verification): string {
  const reached = paths.filter((path) => path.notAsked === undefined);
  const asked = reached.reduce((sum, path) => sum + path.asked, 0);
  const passed = reached.reduce((sum, path) => sum + path.passed, 0);
  const notAsked = paths.length - reached.length;
  const skipped = notAsked === 0 ? "" : ` (${count(notAsked, "path")} not asked from here)`;
  return `${passed} of ${count(asked, "answer")} as expected${skipped}`;
}
