import { printHtml } from "../report/html/html.ts";
import { printReportJson } from "../report/json-text.ts";
import type { Links } from "../report/markdown/links.ts";
import { printMarkdown } from "../report/markdown/markdown.ts";
import type { Report } from "../report/report.ts";

/** The report for a pull request's comment. */
export function printComment(report: Report, links: Links, limit: number): string {
  return printMarkdown(report, { links, limit, elsewhere: `[the summary of the run](${links.run})` });
}

/** GitHub drops a job summary of more than 1 MiB; what other steps write counts for themselves. */
const MOST_SUMMARY = 1_000_000;

/**
 * The report for the job summary.
 *
 * @param elsewhere where the whole report is, as Markdown
 */
export function printSummary(report: Report, elsewhere: string): string {
  return printMarkdown(report, { limit: MOST_SUMMARY / 4, elsewhere }); // a character has 4 octets at most
}

/** The whole report, as files. */
export function reportFiles(report: Report): {
  readonly "report.html": string;
  readonly "report.json": string;
  readonly "report.md": string;
} {
  return {
    "report.html": printHtml(report),
    "report.json": printReportJson(report),
    "report.md": printMarkdown(report),
  };
}
