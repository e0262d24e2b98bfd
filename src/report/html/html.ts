import { capital } from "../capital.ts";
import { deploymentHeadline, seconds } from "../deployment-wording.ts";
import { headlineInTwo } from "../headline.ts";
import { severityCounts } from "../problem-wording.ts";
import type { Outcome, Report } from "../report.ts";
import { count, isUnchanged } from "../wording.ts";
import { answerParts } from "./answers.ts";
import { dangerParts, mixtureParts, outsideParts, settingParts, stepParts } from "./beside.ts";
import { changeParts } from "./changes.ts";
import { deploymentParts } from "./deployment.ts";
import { type Html, html, NOTHING } from "./markup.ts";
import { nameParts } from "./names.ts";
import { type Page, printPage, type Section } from "./page.ts";
import { problemParts } from "./problems.ts";
import { proofParts } from "./proof.ts";
import { fit } from "./room.ts";
import { REPORT_SCRIPT } from "./script.ts";

/** Characters of a page: what a browser shows at once on a small machine. `report.json` has no such bound. */
export const MOST_OF_PAGE = 5_000_000;

/**
 * The report as one HTML file that needs nothing else: to look at, to search, to print. However large the zones are, it has
 * at most `limit` characters; what is left out is counted, and said where it is.
 */
export function printHtml(report: Report, limit = MOST_OF_PAGE): string {
  return printPage({ ...reportParts(report, limit), script: REPORT_SCRIPT });
}

/** Title, header and sections of a report. */
export function reportParts(report: Report, limit: number): Pick<Page, "title" | "header" | "sections"> {
  const { deployment, command } = report;
  const { title: found, rest } = headlineInTwo(report);
  const title = deployment === undefined ? found : deploymentHeadline(deployment);
  return {
    title: `${title} – zonepipe ${command}`,
    header: headerOf(report, title, rest),
    sections: sectionsOf(report, limit),
  };
}

function headerOf(report: Report, title: string, rest: string): Html {
  const { outcome, command, base, milliseconds, review } = report;
  const { mark, word } = MARKS[outcome];
  const about = [
    `zonepipe ${command}`,
    ...(base === undefined ? [] : [`compared with ${base.slice(0, 12)}`]),
    ...(review?.digest === undefined ? [] : [`plan ${review.digest.slice(0, 16)}`]),
    seconds(milliseconds),
  ];
  return html`<p class="status ${outcome}"><span class="mark" aria-hidden="true">${mark}</span><span>${word}</span></p>
<h1>${title}</h1>
<p class="quiet">${rest}</p>
<p class="quiet">${about.join(" · ")}</p>
`;
}

const MARKS: { readonly [outcome in Outcome]: { readonly mark: string; readonly word: string } } = {
  fine: { mark: "✓", word: "All is right" },
  wrong: { mark: "✕", word: "Something is wrong" },
  blocked: { mark: "!", word: "Not finished" },
};

function sectionsOf(report: Report, limit: number): Section[] {
  const { plan, review, problems, verification, notes } = report;
  const room = (share: number) => Math.floor(limit * share);
  const changed =
    (plan?.zones ?? []).filter((zone) => !isUnchanged(zone)).length + (plan?.removed.length ?? 0);
  const dangers = review?.dangers.length ?? 0;
  const parts: readonly (readonly [
    id: string,
    title: string,
    counts: string | undefined,
    body: Html | undefined,
  ])[] = [
    ["deployment", "Deployment", undefined, deploymentParts(report, room(0.03))],
    ["dangers", "Dangers", String(dangers), dangerParts(report, room(0.03))],
    ["problems", "Problems", severityCounts(problems), problemParts(report, room(0.2))],
    ["changes", "What changes", plan && count(changed, "zone"), changeParts(report, room(0.25))],
    ["caches", "While caches turn over", undefined, mixtureParts(report, room(0.03))],
    ["steps", "In which order", undefined, stepParts(report, room(0.03))],
    ["settings", "Settings and what is asked", undefined, settingParts(report, room(0.03))],
    ["proof", "What the change does to answers", undefined, proofParts(report, room(0.03))],
    ["outside", "Outside of the nameservers", undefined, outsideParts(report, room(0.03))],
    ["answers", "Answers", undefined, verification && answerParts(verification, room(0.1))],
    ["notes", "Notes", undefined, noteParts(notes, room(0.03))],
    ["names", "Names and what answers", count(report.counts.zones, "zone"), nameParts(report, room(0.2))],
  ];
  return parts.flatMap(([id, title, counts, body]) =>
    body === undefined ? [] : [{ id, title, body, ...(counts !== undefined && { counts }) }],
  );
}

function noteParts(notes: readonly string[], room: number): Html | undefined {
  if (notes.length === 0) return undefined;
  const { shown, left } = fit(notes, room, (note) => html`<li>${capital(note)}</li>`);
  return html`<ul class="plain">${shown}${left > 0 ? html`<li>… and ${left} more</li>` : NOTHING}</ul>`;
}
