import type { Links } from "../report/markdown/links.ts";
import type { Report } from "../report/report.ts";
import { printComment } from "./faces.ts";
import type { OwnEvidence } from "./own-evidence.ts";

/** The comment's Markdown: before anything else, what the pull request touches besides the zones. */
export function commentText(report: Report, { warning }: OwnEvidence, links: Links, limit: number): string {
  const first = warning === undefined ? "" : `${warning}\n\n`;
  return `${first}${printComment(report, links, limit - first.length)}`;
}
