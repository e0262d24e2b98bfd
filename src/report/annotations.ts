import type { Severity } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { findingsOf } from "./findings.ts";
import type { Report } from "./report.ts";

/** A short text beside the code: what it says, and where. */
export interface Annotation {
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  /** Undefined for what has no place in a file. */
  readonly at?: { readonly file: string; readonly line: number; readonly column: number };
}

/** What is wrong as annotations, those that matter first. */
export function toAnnotations(report: Report): Annotation[] {
  return findingsOf(report).map(({ severity, title, message, at }) => ({
    severity,
    title,
    message: showHidden(message),
    ...(at !== undefined && { at }),
  }));
}
