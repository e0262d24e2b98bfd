import { printName } from "../../dns/name.ts";
import type { Compared } from "../drift/compare-published.ts";
import type { IssueText } from "../github/own-issue.ts";
import { codeSpan, escapeMarkdown } from "../report/markdown/escape.ts";
import { table } from "../report/markdown/table.ts";
import { count } from "../report/wording.ts";

const MOST_ROWS = 200; // an issue has 65,536 characters at most, and nobody reads more

/** The issue about what is published: it says the same as long as the same differs. */
export function issueText(
  { differences, silent }: Pick<Compared, "differences" | "silent">,
  commit: string,
): IssueText {
  const zones = new Set(differences.map(({ zone }) => zone)).size;
  if (differences.length === 0) {
    return {
      title: "Published zones are as deployed",
      text: `Every nameserver answers again what was deployed (commit ${commit}).\n`,
    };
  }
  const rows = differences
    .slice(0, MOST_ROWS)
    .map(({ zone, by, message }) => [codeSpan(printName(zone)), codeSpan(by), escapeMarkdown(message)]);
  const rest = differences.length - rows.length;
  const parts = [
    `What these nameservers answer is not what was deployed last (commit ${commit}).`,
    table(["zone", "nameserver", "what it answers"], rows),
    ...(rest > 0 ? [`… and ${rest} more, in the summary of the run.`] : []),
    ...(silent.length > 0 ? [`Not known, for they are silent: ${silent.map(codeSpan).join(", ")}.`] : []),
    "Somebody changed a zone without git, a deployment did not reach a nameserver, or a secondary has stopped to " +
      "follow. To publish what git says, run the workflow `deploy` by hand; to keep what is published, bring it into " +
      "the zone's file. This issue is closed when all answer as deployed.",
  ];
  return { title: `${count(zones, "zone")} not answered as deployed`, text: `${parts.join("\n\n")}\n` };
}
