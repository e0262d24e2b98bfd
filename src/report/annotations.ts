import { keyOf, printName } from "../../dns/name.ts";
import type { Severity } from "../../dns/problem.ts";
import { refused } from "../plan/dangers.ts";
import { showHidden } from "./markdown/escape.ts";
import type { Report } from "./report.ts";
import { count, questionOf } from "./wording.ts";

/** A short text beside the code: what it says, and where. */
export interface Annotation {
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  /** Undefined for what has no place in a file. */
  readonly at?: { readonly file: string; readonly line: number; readonly column: number };
}

/** What is wrong as annotations, those that matter first: errors, refused dangers, wrong answers, then the rest. */
export function toAnnotations(report: Report): Annotation[] {
  const problems = report.problems.map(
    ({ severity, file, line, column, rule, message, help }): Annotation => ({
      severity,
      title: rule,
      message: showHidden(`${message}. ${help}`),
      at: { file, line, column },
    }),
  );
  const of = (severity: Severity) => problems.filter((problem) => problem.severity === severity);
  return [...of("error"), ...dangers(report), ...answers(report), ...of("warning"), ...of("info")];
}

function dangers({ review, plan }: Report): Annotation[] {
  return refused(review?.dangers ?? []).map(({ zone, message, label }): Annotation => {
    const planned = plan?.zones.find(({ zone: { origin } }) => keyOf(origin) === keyOf(zone));
    return {
      severity: "error",
      title: "refused until somebody allows it",
      message: showHidden(`${printName(zone)}: ${message}. To allow it, add the label ${label}.`),
      ...(planned === undefined ? {} : { at: { file: planned.zone.file, line: 1, column: 1 } }),
    };
  });
}

function answers({ verification }: Report): Annotation[] {
  return (verification?.paths ?? []).flatMap(({ nameserver, transport, misses, notAsked }): Annotation[] => {
    const [first] = misses;
    if (first === undefined || notAsked !== undefined) return [];
    const where = `${nameserver.name} over ${transport.toUpperCase()}`;
    const message = `${count(misses.length, "answer")} of ${where} not as expected, the first for ${questionOf(first)}`;
    return [{ severity: "error", title: "wrong answers", message: showHidden(`${message}.`) }];
  });
}
