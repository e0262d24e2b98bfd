import { ALIAS } from "../../dns/alias-type.ts";
import { rcodeName } from "../../dns/message-rcode.ts";
import { type Name, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { type Html, html, NOTHING } from "../report/html/markup.ts";
import { cut } from "../report/html/room.ts";
import type { PlacedRecord } from "../source/source-zone.ts";
import type { Answer, Question } from "../verify/types.ts";
import type { LiveAnswer, LiveStep } from "./ask.ts";

/** An answer with the way to it, as a part of the page. */
export function answerHtml({ question, steps, answer }: LiveAnswer): Html {
  return html`${wayHtml(question, steps)}
<p class="label">What the nameserver on this machine answers</p>
${replyHtml(answer)}`;
}

/** What was asked, and why it is answered so. */
export function wayHtml({ name, type }: Question, steps: readonly LiveStep[]): Html {
  return html`<h3><code>${printName(name)}</code> <span class="type">${typeName(type)}</span></h3>
<p class="label">Why</p>
<ol class="way">${steps.map(stepItem)}</ol>`;
}

/** Why there is no answer. */
export function noAnswerHtml(why: string): Html {
  return html`<p><span class="tag warning">No answer</span> ${why}</p>`;
}

function stepItem({ words, records }: LiveStep): Html {
  const shown = records.slice(0, MOST_RECORDS);
  const more = records.length - shown.length;
  const list =
    shown.length === 0
      ? NOTHING
      : html`<ul class="records">${shown.map(placedItem)}${more > 0 ? html`<li>… and ${more} more</li>` : NOTHING}</ul>`;
  return html`<li>${words.map((text) => html`<p>${text}</p>`)}${list}</li>`;
}

const MOST_RECORDS = 50; // of a step or a section

function placedItem(record: PlacedRecord): Html {
  const { at } = record;
  const where = at === undefined ? NOTHING : html` <span class="where">${at.file}:${at.line}</span>`;
  return html`<li><code>${cut(lineOf(record))}</code>${where}</li>`;
}

/** As people write it: in zone files ALIAS stands in octets. */
function lineOf(record: PlacedRecord): string {
  const { owner, ttl, type, rdata } = record;
  if (type !== ALIAS) return printRecord(record);
  return `${printName(owner)} ${ttl} IN ALIAS ${printName(rdata as Name)}`; // its rdata is a name
}

function replyHtml(answer: Answer): Html {
  if (answer.outcome !== "reply") return noAnswerHtml(`${answer.reason}.`);
  const { rcode, aa, milliseconds } = answer;
  const said = [
    rcodeName(rcode),
    aa ? "with authority" : "without authority",
    `${milliseconds.toFixed(1)} ms`,
  ];
  const kind = rcode === 0 ? "fine" : "warning";
  return html`<p><span class="tag ${kind}">${said[0]}</span> ${said.slice(1).join(", ")}</p>
${sectionHtml("Answer", answer.answer)}${sectionHtml("Authority", answer.authority)}${sectionHtml("Additional", answer.additional)}`;
}

function sectionHtml(title: string, records: readonly ZoneRecord[]): Html {
  if (records.length === 0) return NOTHING;
  const shown = records.slice(0, MOST_RECORDS);
  const more = records.length - shown.length;
  return html`<p class="quiet">${title}</p><ul class="records">${shown.map((record) => html`<li><code>${cut(printRecord(record))}</code></li>`)}${more > 0 ? html`<li>… and ${more} more</li>` : NOTHING}</ul>`;
}
