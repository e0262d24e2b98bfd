import { printName } from "../../../dns/name.ts";
import { sentence } from "../../../dns/problem.ts";
import { typeName } from "../../../dns/types.ts";
import type { Mixture } from "../../mixtures/mixture.ts";
import { type Danger, refused } from "../../plan/dangers.ts";
import type { SettingChange } from "../../plan/settings.ts";
import { askedSubject, askedWords } from "../asked-wording.ts";
import type { Report } from "../report.ts";
import type { Paint } from "../terminal-paint.ts";
import { stepLines } from "../terminal-steps.ts";
import { watchLines } from "../terminal-watch.ts";
import { count } from "../wording.ts";
import { type Html, html, join, NOTHING } from "./markup.ts";
import { placeText } from "./problems.ts";
import { fit } from "./room.ts";

/** What somebody has to allow by name, then what was allowed. */
export function dangerParts({ review }: Report, room: number): Html | undefined {
  const dangers = review?.dangers ?? [];
  if (dangers.length === 0) return undefined;
  const ordered = [...refused(dangers), ...dangers.filter(({ allowed }) => allowed !== undefined)];
  const { shown, left } = fit(ordered, room, dangerItem);
  return html`<ul class="cards">${shown}</ul>${moreLine(left, "danger")}`;
}

function dangerItem({ zone, message, label, allowed }: Danger): Html {
  const how =
    allowed === undefined
      ? html`A pull request needs the label <code>${label}</code> for it.`
      : html`Allowed by ${allowed.by} with the label <code>${label}</code> at ${allowed.at}.`;
  const kind = allowed === undefined ? "error" : "warning";
  const word = allowed === undefined ? "Danger" : "Allowed";
  return html`<li class="card ${kind}"><p class="said"><span class="tag ${kind}">${word}</span> <code>${printName(zone)}</code> ${sentence(message)}</p><p class="help">${how}</p></li>
`;
}

/** What fails while caches turn over. */
export function mixtureParts({ review }: Report, room: number): Html | undefined {
  const mixtures = review?.mixtures ?? [];
  if (mixtures.length === 0) return undefined;
  const { shown, left } = fit(mixtures, room, mixtureItem);
  return html`<ul class="cards">${shown}</ul>${moreLine(left, "mixture")}`;
}

function mixtureItem({ owner, type, message, isDanger, at }: Mixture): Html {
  const kind = isDanger ? "error" : "warning";
  const where = at === undefined ? NOTHING : html`<p>${placeText(at)}</p>`;
  return html`<li class="card ${kind}"><p class="said"><code>${printName(owner)}</code> ${typeName(type)}: ${sentence(message)}</p>${where}</li>
`;
}

/** Settings that change, and how often what goes was asked for. */
export function settingParts({ review, asked = [] }: Report, room: number): Html | undefined {
  const settings = review?.settings ?? [];
  if (settings.length + asked.length === 0) return undefined;
  const changed = fit(settings, room / 2, settingItem);
  const counted = fit(
    asked,
    room / 2,
    (one) => html`<li><b>${askedSubject(one)}</b>: ${sentence(askedWords(one))}</li>`,
  );
  return join([
    settings.length === 0
      ? NOTHING
      : html`<ul class="plain">${changed.shown}</ul>${moreLine(changed.left, "setting")}`,
    asked.length === 0
      ? NOTHING
      : html`<p class="label">How often what goes was asked for</p><ul class="plain">${counted.shown}</ul>${moreLine(counted.left, "RRset")}`,
  ]);
}

function settingItem({ zones, message }: SettingChange): Html {
  const more = zones.length - 1;
  return html`<li><b>${printName(zones[0]!)}${more > 0 ? ` and ${count(more, "more zone")}` : ""}</b> ${sentence(message)}</li>`;
}

/** What was seen outside of the nameservers. */
export function outsideParts({ watch }: Report, room: number): Html | undefined {
  return watch && linesBlock(watchLines(watch, plain), room);
}

/** In which order the changes break nothing. */
export function stepParts({ steps }: Report, room: number): Html | undefined {
  return steps && linesBlock(stepLines(steps, plain), room);
}

const plain: Paint = (_, text) => text;

/** Lines as the terminal has them, which wrap. */
function linesBlock(lines: readonly string[], room: number): Html | undefined {
  const from = lines.findIndex((line) => line !== "");
  if (from === -1) return undefined;
  const { shown, left } = fit(lines.slice(from), room, (line) => html`${line}\n`);
  return html`<pre class="lines" tabindex="0">${shown}</pre>${moreLine(left, "line")}`;
}

/** That there is more than there is room for, and where. */
export function moreLine(left: number, noun: string): Html {
  if (left === 0) return NOTHING;
  return html`<p class="more">… and ${count(left, `more ${noun}`)}: <code>report.json</code> and <code>--json</code> have them all.</p>`;
}
