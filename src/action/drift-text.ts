import { printName } from "../../dns/name.ts";
import type { Compared } from "../drift/compare-published.ts";
import type { IssueText } from "../github/own-issue.ts";
import { codeSpan, escapeMarkdown } from "../report/markdown/escape.ts";
import { table } from "../report/markdown/table.ts";
import { findingItem } from "../report/markdown/watch.ts";
import type { WatchFinding } from "../report/watch.ts";
import { moment } from "../report/watch-wording.ts";
import { count } from "../report/wording.ts";
import { type Course, type Remembered, wordsOf } from "../watch/course.ts";
import { printMemory } from "../watch/memory.ts";

const MOST_ROWS = 200; // nobody reads more
const MOST_TEXT = 38_000; // characters of what is seen: an issue has 65,536 at most, and the rest is for what is remembered

/**
 * The issue about what is published and what stands around it: it says the same as long as the same is wrong.
 *
 * @param memory what the next run has to know
 */
export function issueText(
  { silent }: Pick<Compared, "silent">,
  { standing, unseen }: Course,
  memory: readonly Remembered[],
  commit: string,
): IssueText {
  const answers = standing.filter(({ part }) => part === "answers");
  const outside = standing.filter(({ part }) => part !== "answers");
  if (standing.length + unseen.length === 0) {
    return {
      title: "Published zones are as deployed",
      text: `Every nameserver answers again what was deployed (commit ${commit}), and nothing is wrong around them.\n`,
    };
  }
  const parts = [
    ...(answers.length === 0 ? [] : answersPart(answers, silent, commit)),
    ...(outside.length === 0 ? [] : outsidePart(outside)),
    ...(unseen.length === 0
      ? []
      : [
          `Not looked at this time, and so before: ${unseen.map((each) => `${escapeMarkdown(wordsOf(each))} (since ${moment(each.since)})`).join(", ")}.`,
        ]),
    "This issue is closed when nothing of it is left.",
  ];
  return {
    title: titleOf(standing, unseen),
    text: `${parts.join("\n\n")}\n\n${printMemory(memory.slice(0, MOST_ROWS))}\n`,
  };
}

function answersPart(answers: readonly WatchFinding[], silent: readonly string[], commit: string): string[] {
  const rows = answers
    .slice(0, MOST_ROWS)
    .map(({ zone, about, message, since }) => [
      codeSpan(printName(zone)),
      codeSpan(about),
      escapeMarkdown(message.slice(about.length + 2)),
      moment(since!),
    ]);
  const shown = fitting(rows, (row) => row.join().length);
  const rest = answers.length - shown.length;
  return [
    `What these nameservers answer is not what was deployed last (commit ${commit}).`,
    table(["zone", "nameserver", "what it answers", "since"], shown),
    ...(rest > 0 ? [`… and ${rest} more, in the summary of the run.`] : []),
    ...(silent.length > 0 ? [`Not known, for they are silent: ${silent.map(codeSpan).join(", ")}.`] : []),
    "Somebody changed a zone without git, a deployment did not reach a nameserver, or a secondary has stopped to " +
      "follow. To publish what git says, run the workflow `deploy` by hand; to keep what is published, bring it into " +
      "the zone's file.",
  ];
}

function outsidePart(outside: readonly WatchFinding[]): string[] {
  const items = fitting(outside.slice(0, MOST_ROWS).map(findingItem), (item) => item.length);
  const rest = outside.length - items.length;
  return [
    "Seen from outside, where the nameservers have no say:",
    items.join("\n"),
    ...(rest > 0 ? [`… and ${rest} more, in the summary of the run.`] : []),
  ];
}

/** As many from the first on as there is room for, in half of it. */
function fitting<Item>(items: readonly Item[], lengthOf: (item: Item) => number): Item[] {
  let left = MOST_TEXT / 2;
  const end = items.findIndex((item) => {
    left -= lengthOf(item) + 10;
    return left < 0;
  });
  return end === -1 ? [...items] : items.slice(0, end);
}

function titleOf(standing: readonly WatchFinding[], unseen: readonly Remembered[]): string {
  const zones = new Set(standing.filter(({ part }) => part === "answers").map(({ zone }) => zone)).size;
  const outside = standing.filter(({ part }) => part !== "answers");
  const counts = (["alarm", "warning"] as const).flatMap((weight) => {
    const number = outside.filter((finding) => finding.weight === weight).length;
    return number === 0 ? [] : [count(number, weight)];
  });
  const parts = [
    ...(zones > 0 ? [`${count(zones, "zone")} not answered as deployed`] : []),
    ...(counts.length > 0 ? [`${counts.join(" and ")} from outside`] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : `${count(unseen.length, "finding")} not looked at this time`;
}
