import { reportToJson } from "./json.ts";
import type { Report } from "./report.ts";

/** The report as the text of `report.json`: indented for people, where it is no longer than they read. */
export function printReportJson(report: Report): string {
  const changes = (report.plan?.zones ?? []).reduce((sum, zone) => sum + (zone.changes?.length ?? 0), 0);
  const indent = changes + report.problems.length > MOST_READ ? undefined : 2;
  return `${JSON.stringify(reportToJson(report), undefined, indent)}\n`;
}

/** Changes and problems that are indented: more than half of the text of a change is what it is indented by. */
const MOST_READ = 10_000;
