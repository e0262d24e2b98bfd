import { isError, sentence } from "../../../dns/problem.ts";
import { byAge, type Cause, causesOf } from "../causes.ts";
import { otherPlaces, severityCounts } from "../problem-wording.ts";
import type { Report } from "../report.ts";
import { count } from "../wording.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";
import { type Links, place } from "./links.ts";
import { folded } from "./table.ts";

const SIGNS = { error: "❌ ", warning: "⚠️ ", info: "ℹ️ " } as const;
const MOST_IN_BRIEF = 20;

/**
 * The problems with their places, one for each cause: errors in sight, what stops nothing folded. What stood before the
 * change stands apart, and what the change brings is in sight.
 */
export function problemSection(
  report: Pick<Report, "problems" | "stoodBefore">,
  links: Links | undefined,
): Block {
  const { fresh, old } = byAge(report);
  const isCompared = report.stoodBefore !== undefined;
  const ages = [
    { isOld: false, isCompared, causes: causesOf(fresh) },
    { isOld: true, isCompared, causes: causesOf(old) },
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
  /** It is known what stood before. */
  readonly isCompared: boolean;
  readonly causes: readonly Cause[];
}

function sections(ages: readonly Age[], most: number, links: Links | undefined): string {
  let room = most;
  const parts: string[] = [];
  for (const age of ages) {
    const shown = age.causes.slice(0, room);
    room -= shown.length;
    if (shown.length > 0) parts.push(section(shown, age, links));
  }
  return parts.join("\n\n");
}

function section(
  causes: readonly Cause[],
  { isOld, isCompared }: Pick<Age, "isOld" | "isCompared">,
  links: Links | undefined,
): string {
  // What a change brings is for the reader of the change, be it a warning.
  const isInSight = ({ first }: Cause) =>
    isError(first) || (isCompared && !isOld && first.severity === "warning");
  const inSight = causes.filter(isInSight);
  const others = causes.filter((cause) => !isInSight(cause));
  const counts = severityCounts(
    others.flatMap(({ problems }) => problems),
    (severity) => SIGNS[severity],
  );
  const title = isOld ? "Before this change already" : "Problems";
  const hasTitle = !isOld || inSight.length > 0;
  return [
    ...(hasTitle ? [`### ${title}`] : []),
    ...(inSight.length > 0 ? [causeList(inSight, links)] : []),
    ...(others.length > 0
      ? [folded(hasTitle ? counts : `${title}: ${counts}`, causeList(others, links))]
      : []),
  ].join("\n\n");
}

/** A list, for a phone shows the first two columns of a table. */
function causeList(causes: readonly Cause[], links: Links | undefined): string {
  return causes
    .map((cause) => {
      const { severity, message, help, rule, source } = cause.first;
      const number = cause.problems.length === 1 ? "" : ` × ${cause.problems.length}`;
      const what = `${escapeMarkdown(sentence(message))} ${escapeMarkdown(sentence(help))}`;
      const from = `${codeSpan(rule)}${source === undefined ? "" : `, ${escapeMarkdown(source)}`}`;
      return `- ${SIGNS[severity]}**${severity}${number}** ${what}<br>${placesOf(cause, links)} · ${from}`;
    })
    .join("\n");
}

function placesOf(cause: Cause, links: Links | undefined): string {
  const { named, more } = otherPlaces(cause);
  const places = [cause.first, ...named].map(({ file, line, column }) => place(file, line, column, links));
  return `${places.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
