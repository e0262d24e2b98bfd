import type { Name } from "./name.ts";
import { showHidden } from "./show-hidden.ts";

/** How much a problem weighs: an error stops the line, a warning and an information do not. */
export type Severity = "error" | "warning" | "info";

/** Where a value stands. Lines and columns count from 1; a column counts characters (UTF-16 units). */
export interface Position {
  /** Path as the user would type it, relative to the working directory. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A user's mistake as a value: where, which rule, what was found and is expected, and how to mend it. */
export interface Problem extends Position {
  /** Stable id of the rule, in lower case with hyphens. */
  readonly rule: string;
  readonly severity: Severity;
  /** What was found and what is expected, one sentence without its final stop. */
  readonly message: string;
  /** How to mend it: one or two sentences. */
  readonly help: string;
  /** Where the rule comes from, for example `RFC 1035 §3.3.9`. */
  readonly source?: string;
  /** What it is about, where a rule looked at records. */
  readonly subject?: Subject;
  /** The edit that mends it, where that is certain: whoever reads `help` would do the same. */
  readonly fix?: Fix;
}

/** An edit of the very text or list item that stands at a problem's place. */
export type Fix =
  /** It reads so: a text as it is meant, without the quotes that it may need where it stands. */
  | { readonly kind: "write"; readonly text: string }
  /** It goes out of its list. */
  | { readonly kind: "remove" };

/** A zone, or an RRset of it: what tells a problem apart from its like, wherever its line has moved to. */
export interface Subject {
  readonly zone: Name;
  readonly owner?: Name;
  readonly type?: number;
}

/** The problem stops the line. */
export function isError(problem: Problem): boolean {
  return problem.severity === "error";
}

/** In the order in which a reader meets them: by file, line, column, then rule. */
export function compareProblems(a: Problem, b: Problem): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.rule, b.rule);
}

/** The problem in two lines, as in a compiler's output. What a file or a value says makes no line of its own. */
export function printProblem(problem: Problem): string {
  const { file, line, column, severity, message, help, rule, source } = problem;
  const from = source === undefined ? rule : `${rule}, ${source}`;
  const what = `${file}:${line}:${column}: ${severity}: ${sentence(message)}`;
  return `${showHidden(what)}\n  ${showHidden(help)} [${showHidden(from)}]`;
}

/** The text with its final stop; a name at its end brings one of its own. */
export function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

/** The text without numbers of lines, which move: `in line 3`, `at zones/example.com.yaml:3`. */
export function withoutLines(text: string): string {
  return text.replace(/\b(line )\d+/g, "$1").replace(/(\.\w+):\d+(:\d+)?/g, "$1");
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
