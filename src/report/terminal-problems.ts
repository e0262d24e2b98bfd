import { isError, type Problem, printProblem, type Severity } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { byAge, byRule, type Cause, causesOf } from "./causes.ts";
import { otherPlacesSentence, severityCounts } from "./problem-wording.ts";
import type { Report } from "./report.ts";
import type { Paint } from "./terminal-paint.ts";

/** Causes of which each is shown. Where there are more, those of one rule are cut short. */
const MANY = 20;
const MOST_OF_RULE = 3;

/** What is wrong, errors first, one block for each cause. Of what stood before the change, errors and a count. */
export function problemLines(report: Report, paint: Paint): string[] {
  const { fresh, old } = byAge(report);
  const lines = causeLines(causesOf(fresh), paint);
  if (old.length === 0) return lines;
  const oldErrors = causeLines(causesOf(old.filter(isError)), paint);
  const title = `${paint("bold", "Before this change already")}: ${severityCounts(old)}`;
  return [...lines, "", title, ...oldErrors];
}

/** Where it does not all fit on a screen: each rule with its number, for the end. */
export function problemSummary({ problems }: Report): string[] {
  const causes = causesOf(problems);
  if (causes.length <= MANY) return [];
  const lines = SEVERITIES.flatMap(([severity, title]) => {
    const rules = byRule(causes.filter(({ first }) => first.severity === severity))
      .map((all): [string, number] => [all[0]!.first.rule, placesOf(all)])
      .toSorted(([, a], [, b]) => b - a)
      .map(([rule, number]) => `${showHidden(rule)} ${number}`);
    return rules.length === 0 ? [] : [`  ${title}: ${rules.join(", ")}`];
  });
  return [...lines, "  --json lists every place, and `zonepipe explain RULE` says more about a rule."];
}

const SEVERITIES: readonly (readonly [Severity, string])[] = [
  ["error", "Errors"],
  ["warning", "Warnings"],
  ["info", "For your information"],
];

function causeLines(causes: readonly Cause[], paint: Paint): string[] {
  if (causes.length <= MANY) return causes.flatMap((cause) => ["", ...linesOf(cause, paint)]);
  return byRule(causes).flatMap((all) => {
    const shown = all.slice(0, MOST_OF_RULE);
    const rest = all.slice(MOST_OF_RULE);
    const lines = shown.flatMap((cause, index) => {
      const isToldAlready = index > 0 && cause.first.help === shown[index - 1]!.first.help;
      const own = linesOf(cause, paint);
      return isToldAlready ? own.slice(0, -1) : own;
    });
    const more =
      rest.length === 0 ? [] : [`  … and ${placesOf(rest)} more of ${showHidden(rest[0]!.first.rule)}`];
    return ["", ...lines, ...more];
  });
}

function linesOf(cause: Cause, paint: Paint): string[] {
  const [first, ...rest] = printProblem(cause.first).split("\n");
  const others = otherPlacesSentence(cause);
  return [
    paint(styleOf(cause.first), first!),
    ...(others === undefined ? [] : [`  ${showHidden(others)}`]),
    ...rest,
  ];
}

function styleOf({ severity }: Problem): "red" | "yellow" | "cyan" {
  return severity === "error" ? "red" : severity === "warning" ? "yellow" : "cyan";
}

function placesOf(causes: readonly Cause[]): number {
  return causes.reduce((sum, { problems }) => sum + problems.length, 0);
}
