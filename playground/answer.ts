import { ALIAS } from "../dns/alias-type.ts";
import { SERVFAIL } from "../dns/message-rcode.ts";
import { type Name, printName } from "../dns/name.ts";
import { type LiveStep, stepsTo } from "../src/live/ask.ts";
import { noAnswerHtml, wayHtml } from "../src/live/ask-html.ts";
import { readQuestion } from "../src/live/question.ts";
import type { LiveState } from "../src/live/state.ts";
import { printDig } from "../src/past/print-dig.ts";
import { type Html, html, join, ours } from "../src/report/html/markup.ts";
import type { PageNameserver } from "./nameserver.ts";

/** What the nameserver of the page answers to what somebody wrote, and why; or why it answers nothing. */
export async function answerOf(
  text: string,
  nameserver: PageNameserver,
  state: LiveState | undefined,
): Promise<Html> {
  const question = readQuestion(text);
  if ("why" in question) return noAnswerHtml(question.why);
  const { served } = nameserver;
  if (served === undefined || state?.standing !== "same") return noAnswerHtml(whyNothing(state));
  const steps = await stepsTo(question, served.zones);
  const message = nameserver.ask(question);
  const way = wayHtml(question, steps);
  if (message === undefined) return html`${way}${noAnswerHtml("The nameserver is silent.")}`;
  const target = message.rcode === SERVFAIL ? targetOf(steps) : undefined;
  if (target !== undefined) return html`${way}${noAnswerHtml(whyUntold(target, nameserver.untold()))}`;
  return html`${way}
<p class="label">The answer, as <code>dig +norecurse +nocookie</code> prints it</p>
<pre class="lines dig" tabindex="0" role="group" aria-label="The answer">${inLines(printDig(message))}</pre>`;
}

function whyNothing(state: LiveState | undefined): string {
  const { problems = [], notes = [] } = state?.report ?? {};
  if (problems.some(({ severity }) => severity === "error"))
    return "There are errors, so nothing is rendered and nothing answers.";
  return notes.at(-1) ?? "Nothing has been read yet."; // a refusal is the last of the notes
}

/** Where the way ends in an ALIAS: its target. */
function targetOf(steps: readonly LiveStep[]): Name | undefined {
  const alias = steps.at(-1)?.records.find(({ type }) => type === ALIAS);
  return alias?.rdata as Name | undefined; // it is one whole name
}

function whyUntold(target: Name, untold: readonly string[]): string {
  const shown = printName(target);
  const why = untold.map((line) => line.split(`target ${shown} `).at(1)).find((found) => found !== undefined);
  return `ALIAS leads to ${shown}, of which nothing can be told: it ${why ?? "is not known"}. Nameservers that run look it up; here, write what it has under “Addresses outside of these zones”.`;
}

/** Lines and tabs as they are: what else a page shows has them as `\u{a}` and `\u{9}`. */
function inLines(text: string): Html {
  return join(text.split(/([\n\t])/).map((part, index) => (index % 2 === 1 ? ours(part) : html`${part}`)));
}
