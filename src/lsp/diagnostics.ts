import { posix } from "node:path";
import type { Problem, Severity } from "../../dns/problem.ts";
import { sentence } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { pageOf, rulesFileOf } from "../lint/page.ts";
import { offsetOf, type Range, rangeOf } from "./range.ts";
import type { Workspace } from "./workspace.ts";

/** A problem as an editor underlines it. */
export interface Diagnostic {
  readonly range: Range;
  /** 1 error, 2 warning, 3 information, as the protocol numbers them. */
  readonly severity: 1 | 2 | 3;
  /** Id of the rule. */
  readonly code: string;
  readonly codeDescription?: { readonly href: string };
  readonly source: "zonepipe";
  readonly message: string;
}

/**
 * What is wrong with each file, by its path: the problems of `check`, at the whole word that they are about.
 *
 * @param rulesFolder the address of `docs/rules`, without its final slash
 */
export function diagnosticsOf(
  workspace: Workspace,
  rulesFolder?: string,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const problem of workspace.problems) {
    const list = found.get(problem.file) ?? [];
    list.push(diagnosticOf(problem, workspace, rulesFolder));
    found.set(problem.file, list);
  }
  return found;
}

/** The range of what a problem is about: the word that stands there. */
export function problemRange(problem: Problem, { texts }: Workspace): Range {
  const source = texts.get(problem.file);
  const start = { line: Math.max(problem.line - 1, 0), character: Math.max(problem.column - 1, 0) };
  if (source === undefined) return { start, end: start };
  const offset = offsetOf(source, problem);
  return rangeOf(source, offset, wordEnd(source.text, offset, source.lines[problem.line - 1] ?? 0));
}

function diagnosticOf(problem: Problem, workspace: Workspace, rulesFolder: string | undefined): Diagnostic {
  const { rule, severity, message, help, source } = problem;
  const href =
    rulesFolder !== undefined && pageOf(rule) !== undefined && `${rulesFolder}/${rulesFileOf(rule)}`;
  const { folder } = workspace;
  const from = source === undefined ? "" : ` (${source})`;
  return {
    range: problemRange(problem, workspace),
    severity: NUMBERS[severity],
    code: rule,
    ...(href !== false && { codeDescription: { href } }),
    source: "zonepipe",
    // Files as people call them: from the folder in which the zones' own is.
    message: `${showHidden(sentence(message))}\n${showHidden(`${help}${from}`)}`.replaceAll(
      `${folder}/`,
      `${posix.basename(folder)}/`,
    ),
  };
}

const NUMBERS: { readonly [severity in Severity]: 1 | 2 | 3 } = { error: 1, warning: 2, info: 3 };

/** The end of the word that begins at an offset; the file is not read for it, so that a long one takes no longer. */
function wordEnd(text: string, offset: number, lineStart: number): number {
  const first = text[offset];
  const quote = first === '"' || first === "'" ? first : undefined;
  const isFlow = /[{[]/.test(text.slice(lineStart, offset));
  let end = offset;
  for (let at = offset; at < text.length && text[at] !== "\n" && text[at] !== "\r"; at++) {
    const char = text[at]!;
    const isSpace = char === " " || char === "\t";
    if (quote !== undefined && at > offset && char === quote) return at + 1;
    if (quote === undefined && char === "#" && at > offset && " \t".includes(text[at - 1]!)) break;
    if (quote === undefined && char === ":" && /[\s,}\]]|^$/.test(text.slice(at + 1, at + 2))) break;
    if (quote === undefined && isFlow && ",]}".includes(char) && at > offset) break;
    if (!isSpace) end = at + 1;
  }
  return end;
}
