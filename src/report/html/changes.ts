import { printName } from "../../../dns/name.ts";
import { sentence } from "../../../dns/problem.ts";
import { typeName } from "../../../dns/types.ts";
import type { RrsetChange } from "../../plan/changes.ts";
import type { Effect } from "../../plan/effects/effect.ts";
import { type RemovedZone, serialOf, type ZonePlan } from "../../plan/plan.ts";
import type { SourceRecord } from "../../source/source-zone.ts";
import { effectsBeside } from "../consequences.ts";
import { ownersSentence } from "../owners.ts";
import type { Report } from "../report.ts";
import {
  type ChangeRow,
  changeCounts,
  changeRows,
  count,
  isUnchanged,
  madeWords,
  nameInZone,
  removedSentence,
  serialSentence,
  unchangedSentence,
} from "../wording.ts";
import { type Html, html, join, NOTHING } from "./markup.ts";
import { cut, fit } from "./room.ts";

/** What changes, zone by zone and RRset by RRset, with what it does to the world. */
export function changeParts(report: Report, room: number): Html | undefined {
  const { plan } = report;
  if (plan === undefined) return undefined;
  const changed = plan.zones.filter((zone) => !isUnchanged(zone));
  const unchanged = plan.zones.filter(isUnchanged);
  const effects = Map.groupBy(effectsBeside(report), ({ zone }) => zone);
  const open = changed.length <= MOST_OPEN;
  const gone = fit(plan.removed, room / 8, goneItem);
  const zones = fit(changed, room, (zone) =>
    zoneItem(zone, report, { effects: effects.get(zone.zone.origin) ?? [], room, isOpen: open }),
  );
  const left = gone.left + zones.left;
  return join([
    gone.shown,
    zones.shown,
    left === 0
      ? NOTHING
      : html`<p class="more">… and ${count(left, "more zone")}: <code>report.json</code> and <code>--json</code> have them all.</p>`,
    unchanged.length === 0
      ? NOTHING
      : html`<p class="quiet">${sentence(unchangedSentence(unchanged.length))}</p>`,
  ]);
}

const MOST_OPEN = 20; // zones that are unfolded

function goneItem({ origin, file, ...zone }: RemovedZone): Html {
  const was = file === undefined ? NOTHING : html` It was in <code class="where">${file}</code>.`;
  return html`<div class="zone gone"><h3><code>${printName(origin)}</code></h3><p><span class="tag error">Goes</span> No longer there: ${removedSentence({ origin, ...zone })}.${was}</p></div>
`;
}

function zoneItem(
  plan: ZonePlan,
  { command, targets }: Report,
  {
    effects,
    room,
    isOpen,
  }: { readonly effects: readonly Effect[]; readonly room: number; readonly isOpen: boolean },
): Html {
  const { zone, changes } = plan;
  const counts = changes === undefined ? "" : ` ${changeCounts(changes)}`;
  const isNew = plan.publishedRrsets === 0;
  const owners = changes === undefined ? undefined : ownersSentence(changes);
  // While somebody types, nobody decides serials: in `watch` there is one that the nameserver on this machine has.
  const served = serialOf(plan.decision);
  const isTyped = command === "watch" || command === "playground";
  const serial =
    isTyped && served === undefined
      ? ""
      : command === "watch"
        ? `, serial ${served} on this machine`
        : `, serial ${serialSentence(plan)}`;
  return html`<details class="zone"${isOpen ? html` open` : NOTHING}><summary><h3><code>${printName(zone.origin)}</code></h3><span class="counts">${isNew ? "new zone" : ""}${counts}</span></summary>
<p class="quiet">${count(zone.records.length, "record")}${serial}.${owners === undefined ? NOTHING : html` ${owners}.`}</p>
${changes === undefined ? html`<p>What changes in it is not known.</p>` : rrsetList(changes, { ...plan, targets }, isNew ? room / 16 : room / 4)}
${effectList(effects, room / 16)}
</details>
`;
}

function rrsetList(
  changes: readonly RrsetChange<SourceRecord>[],
  { zone, targets }: Pick<ZonePlan, "zone"> & { readonly targets: Report["targets"] },
  room: number,
): Html {
  const { shown, left } = fit(changes, room, (change) =>
    rrsetItem(change, changeRows(change, zone.origin, targets), zone.origin),
  );
  const more =
    left === 0
      ? NOTHING
      : html`<p class="more">… and ${count(left, "more RRset")}: <code>report.json</code> and <code>--json</code> have them all.</p>`;
  return html`<ul class="rrsets">${shown}</ul>${more}`;
}

function rrsetItem(
  change: RrsetChange<SourceRecord>,
  rows: readonly ChangeRow[],
  origin: ZonePlan["zone"]["origin"],
): Html {
  const values = rows.slice(0, MOST_VALUES).map(rowItem);
  const more = rows.length - values.length;
  return html`<li><p class="rrset"><code class="name">${nameInZone(change.owner, origin)}</code> <span class="type">${typeName(change.type)}</span></p>
<ul class="diff">${values}${more > 0 ? html`<li>… and ${more} more</li>` : NOTHING}</ul></li>
`;
}

const MOST_VALUES = 50; // of an RRset

function rowItem(row: ChangeRow): Html {
  const { sign, ttl, value, at, wasAt, now } = row;
  const made = madeWords(row);
  const places = [
    ...(at === undefined ? [] : [`${made}${at.file}:${at.line}`]),
    ...(wasAt === undefined ? [] : [`was ${made}${wasAt.file}:${wasAt.line}`]),
  ];
  const where = places.length === 0 ? NOTHING : html` <span class="where">${places.join(", ")}</span>`;
  const has = now === undefined ? NOTHING : html` <span class="ttl">${now}</span>`;
  const { shown, said, kind } = SIGNS[sign];
  const what =
    sign === "~" ? html`TTL ${ttl}` : html`<code>${cut(value)}</code> <span class="ttl">TTL ${ttl}</span>`;
  return html`<li class="${kind}"><span class="sign" aria-hidden="true">${shown}</span><span class="unseen">${said} </span><span class="what">${what}${has}${where}</span></li>`;
}

const SIGNS = {
  "+": { shown: "+", said: "comes:", kind: "comes" },
  "-": { shown: "−", said: "goes:", kind: "goes" },
  "~": { shown: "~", said: "changes:", kind: "turns" },
} as const;

/** Each effect once, with all that has it. */
function effectList(effects: readonly Effect[], room: number): Html {
  if (effects.length === 0) return NOTHING;
  const groups = [...Map.groupBy(effects, ({ message }) => message)];
  const { shown, left } = fit(groups, room, ([message, those]) => {
    const named = those
      .slice(0, MOST_NAMED)
      .map(({ owner, type, zone }) => `${nameInZone(owner, zone)} ${typeName(type)}`);
    const more = those.length - named.length;
    return html`<li><b>${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}</b>: ${sentence(message)}</li>`;
  });
  const more = left > 0 ? html`<li>… and ${count(left, "more effect")}</li>` : NOTHING;
  return html`<p class="label">What that does</p><ul class="plain">${shown}${more}</ul>`;
}

const MOST_NAMED = 8; // RRsets that have one effect
