import type { Problem, Severity } from "../../dns/problem.ts";
import { byAge, type Cause, causesOf } from "./causes.ts";
import type { Report } from "./report.ts";
import { count } from "./wording.ts";

/** Places that stand for all of one cause. */
const MOST_PLACES = 3;

/** What is wrong in a few words, for the first line: what is new, then what stood before. */
export function problemsInBrief(report: Pick<Report, "problems" | "stoodBefore">): string[] {
  const { fresh, old } = byAge(report);
  const isCompared = report.stoodBefore !== undefined;
  const adjective = isCompared ? "new " : "";
  const parts = (["error", "warning"] as const).flatMap((severity) => {
    const causes = causesOf(fresh.filter((problem) => problem.severity === severity));
    if (causes.length === 0) return [];
    const places = causes.reduce((sum, { problems }) => sum + problems.length, 0);
    const where = places === causes.length ? "" : ` in ${places} places`;
    return [`${count(causes.length, `${adjective}${severity}`)}${where}`];
  });
  if (parts.length === 0) parts.push(`no ${adjective}problem`);
  if (old.length > 0) parts.push(`${severityCounts(old)} from before`);
  return parts;
}

/** `2 errors, 1 warning, 3 for your information`: every place counts. */
export function severityCounts(
  problems: readonly Problem[],
  mark: (severity: Severity) => string = noMark,
): string {
  return (["error", "warning", "info"] as const)
    .flatMap((severity) => {
      const number = problems.filter((problem) => problem.severity === severity).length;
      if (number === 0) return [];
      return [
        mark(severity) + (severity === "info" ? `${number} for your information` : count(number, severity)),
      ];
    })
    .join(", ");
}

function noMark(): string {
  return "";
}

/** The places of a cause besides its first that are named, and how many more there are. */
export function otherPlaces({ problems }: Cause): {
  readonly named: readonly Problem[];
  readonly more: number;
} {
  return {
    named: problems.slice(1, MOST_PLACES),
    more: Math.max(0, problems.length - MOST_PLACES),
  };
}

/** `and in 37 more places: zones/a.yaml:1:1, zones/b.yaml:1:1, …`; undefined where there is one place. */
export function otherPlacesSentence(cause: Cause): string | undefined {
  const { named, more } = otherPlaces(cause);
  if (named.length === 0) return undefined;
  const places = named.map(({ file, line, column }) => `${file}:${line}:${column}`).join(", ");
  return `and in ${count(named.length + more, "more place")}: ${places}${more > 0 ? ", …" : ""}`;
}
