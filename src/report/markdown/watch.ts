import { sentence } from "../../../dns/problem.ts";
import type { Watch, WatchFinding } from "../watch.ts";
import { gapSentence, seenSentence, sinceWords } from "../watch-wording.ts";
import { count } from "../wording.ts";
import { escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";

/** What was seen outside of the nameservers, with what to do about each. */
export function watchSection(watch: Watch): Block {
  const seen = seenSentence(watch);
  const rest = [...(seen === "" ? [] : [seen]), ...watch.gaps.map(gapSentence)];
  const parts = [
    "### From outside",
    ...(watch.findings.length === 0
      ? ["Nothing is wrong."]
      : [watch.findings.map((finding) => findingItem(finding)).join("\n")]),
    ...(rest.length === 0 ? [] : [rest.map((text) => escapeMarkdown(sentence(text))).join("<br>\n")]),
  ];
  const brief = `### From outside\n\n${count(watch.findings.length, "finding")}, too many for this place.`;
  return { full: parts.join("\n\n"), brief };
}

/** One of them, as an item of a list. */
export function findingItem(finding: WatchFinding): string {
  const since = sinceWords(finding);
  const mark = finding.weight === "alarm" ? "🚨" : "⚠️";
  return `- ${mark} ${escapeMarkdown(sentence(finding.message))} ${escapeMarkdown(finding.mend)}${since === "" ? "" : ` *(${since})*`}`;
}
