import { isError, sentence } from "../../../dns/problem.ts";
import { byAge, type Cause, causesOf } from "../causes.ts";
import { otherPlaces, severityCounts } from "../problem-wording.ts";
import type { Report } from "../report.ts";
import { count } from "../wording.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";
import { type Links, place } from "./links.ts";
import { folded, table } from "./table.ts";

const MARKS = { error: "❌ error", warning: "⚠️ warning", info: "ℹ️ info" } as const;
const SIGNS = { error: "❌ ", warning: "⚠️ ", info: "ℹ️ " } as const;
const MOST_IN_BRIEF = 20;

/**
 * The problems with their places, a row for each cause: errors in sight, what stops nothing folded. What stood before the
 * change stands apart.
 */
export function problemSection(
  report: Pick<Report, "problems" | "stoodBefore">,
  links: Links | undefined,
): Block {
  const { fresh, old } = byAge(report);
  const ages = [
    { isOld: false, causes: causesOf(fresh) },
    { isOld: true, causes: causesOf(old) },
  ];
  const all = ages.reduce((sum, { causes }) => sum + causes.length, 0);
  const rest = all - MOST_IN_BRIEF;
  if (rest <= 0) return { full: sections(ages, all, links) };
  const brief = `${sections(ages, MOST_IN_BRIEF, links)}\n\n… and ${count(rest, "more problem")}.`;
  return { full: sections(ages, all, links), brief };
}

interface Age {
  /** They stood before the change. */
  readonly isOld: boolean;
  readonly causes: readonly Cause[];
}

function sections(ages: readonly Age[], most: number, links: Links | undefined): string {
  let room = most;
  const parts: string[] = [];
  for (const { isOld, causes } of ages) {
    const shown = causes.slice(0, room);
    room -= shown.length;
    if (shown.length > 0) parts.push(section(shown, isOld, links));
  }
  return parts.join("\n\n");
}

function section(causes: readonly Cause[], isOld: boolean, links: Links | undefined): string {
  const errors = causes.filter(({ first }) => isError(first));
  const others = causes.filter(({ first }) => !isError(first));
  const counts = severityCounts(
    others.flatMap(({ problems }) => problems),
    (severity) => SIGNS[severity],
  );
  const title = isOld ? "Before this change already" : "Problems";
  const hasTitle = !isOld || errors.length > 0;
  return [
    ...(hasTitle ? [`### ${title}`] : []),
    ...(errors.length > 0 ? [causeTable(errors, links)] : []),
    ...(others.length > 0
      ? [folded(hasTitle ? counts : `${title}: ${counts}`, causeTable(others, links))]
      : []),
  ].join("\n\n");
}

function causeTable(causes: readonly Cause[], links: Links | undefined): string {
  const rows = causes.map((cause) => {
    const { severity, message, help, rule, source } = cause.first;
    const number = cause.problems.length;
    return [
      number === 1 ? MARKS[severity] : `${MARKS[severity]}<br>× ${number}`,
      placesOf(cause, links),
      `${escapeMarkdown(sentence(message))}<br>${escapeMarkdown(help)}`,
      `${codeSpan(rule)}${source === undefined ? "" : `<br>${escapeMarkdown(source)}`}`,
    ];
  });
  return table(["", "where", "what", "rule"], rows);
}

function placesOf(cause: Cause, links: Links | undefined): string {
  const { named, more } = otherPlaces(cause);
  const places = [cause.first, ...named].map(({ file, line, column }) => place(file, line, column, links));
  return [...places, ...(more > 0 ? [`and ${more} more`] : [])].join("<br>");
}
