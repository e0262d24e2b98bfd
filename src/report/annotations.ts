import { isError, type Problem, type Severity, sentence } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { byAge, causesOf } from "./causes.ts";
import { findingsOf } from "./findings.ts";
import { otherPlacesSentence, severityCounts } from "./problem-wording.ts";
import type { Report } from "./report.ts";

/** A short text beside the code: what it says, and where. */
export interface Annotation {
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  /** Undefined for what has no place in a file. */
  readonly at?: { readonly file: string; readonly line: number; readonly column: number };
}

/**
 * What is wrong as annotations, those that matter first: one for each cause, and of what stood before the change a count.
 */
export function toAnnotations(report: Report): Annotation[] {
  const { fresh, old } = byAge(report);
  const annotations = findingsOf({ ...report, problems: oneForEachCause(fresh) }).map(
    ({ severity, title, message, at }): Annotation => ({
      severity,
      title,
      message: showHidden(message),
      ...(at !== undefined && { at }),
    }),
  );
  if (old.length === 0) return annotations;
  const severity = old.some(isError) ? "error" : "info";
  const message = `${severityCounts(old)}: not of this change, so the job summary has them and no line does.`;
  const standing: Annotation = { severity, title: "before this change already", message };
  const errors = annotations.filter((one) => one.severity === "error");
  const others = annotations.filter((one) => one.severity !== "error");
  return severity === "error" ? [...errors, standing, ...others] : [...annotations, standing];
}

function oneForEachCause(problems: readonly Problem[]): Problem[] {
  return causesOf(problems).map((cause) => {
    const others = otherPlacesSentence(cause);
    const { first } = cause;
    return others === undefined
      ? first
      : { ...first, help: `${sentence(first.help)} It is so here ${others}.` };
  });
}
