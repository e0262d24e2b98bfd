import { isError, type Problem, sentence } from "../../../dns/problem.ts";
import { count } from "../wording.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";
import { type Links, place } from "./links.ts";
import { folded, table } from "./table.ts";

const MARKS = { error: "❌ error", warning: "⚠️ warning", info: "ℹ️ info" } as const;
const MOST_IN_BRIEF = 20;

/** The problems with their places: errors in sight, what stops nothing folded. */
export function problemSection(problems: readonly Problem[], links: Links | undefined): Block {
  const worstFirst = (["error", "warning", "info"] as const).flatMap((severity) =>
    problems.filter((problem) => problem.severity === severity),
  );
  const rest = problems.length - MOST_IN_BRIEF;
  const brief = `${section(worstFirst.slice(0, MOST_IN_BRIEF), links)}\n\n… and ${count(rest, "more problem")}.`;
  return { full: section(worstFirst, links), ...(rest > 0 ? { brief } : {}) };
}

function section(problems: readonly Problem[], links: Links | undefined): string {
  const errors = problems.filter(isError);
  const others = problems.filter((problem) => !isError(problem));
  const parts = [
    ...(errors.length > 0 ? [problemTable(errors, links)] : []),
    ...(others.length > 0 ? [folded(severityCounts(others), problemTable(others, links))] : []),
  ];
  return `### Problems\n\n${parts.join("\n\n")}`;
}

/** `2 warnings, 1 information` */
function severityCounts(problems: readonly Problem[]): string {
  const warnings = problems.filter(({ severity }) => severity === "warning").length;
  const infos = problems.length - warnings;
  return [
    ...(warnings > 0 ? [`⚠️ ${count(warnings, "warning")}`] : []),
    ...(infos > 0 ? [`ℹ️ ${infos} for your information`] : []),
  ].join(", ");
}

function problemTable(problems: readonly Problem[], links: Links | undefined): string {
  const rows = problems.map(({ severity, file, line, column, message, help, rule, source }) => [
    MARKS[severity],
    place(file, line, column, links),
    `${escapeMarkdown(sentence(message))}<br>${escapeMarkdown(help)}`,
    `${codeSpan(rule)}${source === undefined ? "" : `<br>${escapeMarkdown(source)}`}`,
  ]);
  return table(["", "where", "what", "rule"], rows);
}
