import { sentence } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import type { Paint } from "./terminal-paint.ts";
import type { Watch } from "./watch.ts";
import { gapSentence, seenSentence, sinceWords } from "./watch-wording.ts";

/** What was seen outside of the nameservers: findings with what to do, then what is well, then what is not known. */
export function watchLines(watch: Watch, paint: Paint): string[] {
  const lines = watch.findings.flatMap((finding) => {
    const mark = finding.weight === "alarm" ? paint(["bold", "red"], "alarm") : paint("yellow", "warning");
    const since = sinceWords(finding);
    const when = since === "" ? "" : paint("dim", ` (${since})`);
    return ["", `${mark} ${showHidden(sentence(finding.message))}${when}`, `  ${showHidden(finding.mend)}`];
  });
  const seen = seenSentence(watch);
  const rest = [...(seen === "" ? [] : [seen]), ...watch.gaps.map(gapSentence)];
  if (rest.length > 0) lines.push("", ...rest.map((text) => showHidden(sentence(text))));
  return lines;
}
