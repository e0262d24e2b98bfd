import type { Name } from "../../../dns/name.ts";
import { type Counters, OUTCOMES, sumOf, ZONES } from "../../answer/counters.ts";
import type { Sample } from "../print-metrics.ts";
import type { Observed } from "../server-metrics.ts";
import { type History, OUTCOME_SERIES, type Outcome, type Series, STEP } from "./history.ts";
import { type Html, html } from "./html.ts";
import { STYLE } from "./page-style.ts";
import { plot, printRate } from "./plot.ts";
import { printCount, printDuration, printTime } from "./print-facts.ts";
import { MAX_LISTED, zoneTables } from "./zone-table.ts";

/** What the page tells. */
export interface Shown {
  readonly observed: Observed;
  readonly history: History;
  /** What NSID tells of the server, and the region that it is in; undefined where nobody says. */
  readonly server: string;
  readonly region: string | undefined;
  /** Why it does not answer; undefined when it does. */
  readonly fault: string | undefined;
  /** Messages without an answer, by reason. */
  readonly dropped: readonly Sample[];
  /** Seconds since 1970. */
  readonly now: number;
}

/** One page for people about a server and what it serves, without a script. Its size is bounded, however many zones there are. */
export function statusPage(shown: Shown): string {
  const { observed, history, server, now } = shown;
  const counters = observed.threads.map((thread) => thread.counters);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${server}: nameserver</title><style>${{ html: STYLE }}</style></head>
<body><header><h1>Nameserver ${server}</h1><p class="soft">${printTime(now)}; load the page again for news</p></header>
<main>${state(shown)}${facts(shown)}
<h2>The last minutes</h2>
<div class="plots">${plots(history)}</div>
<h2>What was answered</h2>
${outcomes(history)}${droppedTable(shown.dropped)}${secondaries(observed.notify)}
<h2>Zones</h2>
${zoneTables(observed.zones, observed.broken, (origin) => answersOf(origin, counters, observed.countedZones), now)}
</main></body></html>
`;
  return page.html;
}

function state({ fault, observed: { broken, reloads } }: Shown): Html {
  const wrong = [
    ...(fault === undefined ? [] : [`It does not answer: ${fault}.`]),
    ...(broken.length === 0 ? [] : [`Zones that cannot be loaded: ${printCount(broken.length)}.`]),
    ...(reloads.isBehind
      ? ["Something is wrong with the zone files, so not all that they say is served; the log says what."]
      : []),
  ];
  if (wrong.length === 0)
    return html`<div class="state"><b>All is well.</b> It answers over UDP and TCP, and serves what its zone files say.</div>`;
  return html`<div class="state bad"><b>Something is wrong.</b>${wrong.map((text) => html` ${text}`)}</div>`;
}

function facts({ observed, region, now }: Shown): Html {
  const { zones, build, version, node, resident, startedAt, threads, reloads } = observed;
  const restarts = threads.reduce((sum, thread) => sum + thread.restarts, 0);
  const records = zones.reduce((sum, zone) => sum + zone.records, 0);
  const told: readonly (readonly [name: string, value: string, isLong?: "long"])[] = [
    ["Region", region ?? "not told"],
    ["Up for", printDuration(now - startedAt)],
    ["Zones", printCount(zones.length)],
    ["Records", printCount(records)],
    ["Digests verified", printCount(zones.filter(({ zonemd }) => zonemd === "verified").length)],
    ["Threads started again", printCount(restarts)],
    ["Memory", `${Math.round(resident / 1e6)} MB`],
    ["Reloads", `${printCount(reloads.changes)}, failed ${printCount(reloads.failures)}`],
    ["Zone files read", printTime(reloads.succeededAt / 1000)],
    ["Version", `${version}, Node ${node}`],
    ["Commit of the zones", build.commit ?? "not told", "long"],
    ["Digest of the image's zones", build.zones ?? "not told", "long"],
  ];
  return html`<dl>${told.map(
    ([name, value, isLong]) =>
      html`<div${{ html: isLong === undefined ? "" : ' class="wide"' }}><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

function plots(history: History): readonly Html[] {
  const { covers } = history;
  return [
    plot(
      "Questions",
      [
        { name: "UDP", look: "first", rates: history.rates("udp") },
        { name: "TCP", look: "second", rates: history.rates("tcp") },
      ],
      covers,
    ),
    plot(
      "Not what was hoped for",
      [
        { name: "no such name", look: "first", rates: history.rates("nxdomain") },
        { name: "refused or an error", look: "second", rates: added(history, "refused", "error") },
        { name: "no answer", look: "third", rates: history.rates("unanswered") },
      ],
      covers,
    ),
  ];
}

function added(history: History, one: Series, other: Series): readonly number[] {
  const rates = history.rates(other);
  return history.rates(one).map((rate, at) => rate + rates[at]!);
}

/** The most frequent first. */
function outcomes(history: History): Html {
  const all = Math.max(1, history.total("answered"));
  const rows = OUTCOME_SERIES.map((series) => ({
    name: OUTCOME_WORDS[series],
    total: history.total(series),
    rate: lately(history.rates(series)),
  })).sort((a, b) => b.total - a.total);
  return html`<div class="scroll"><table>
<tr><th>Outcome</th><th class="number">Last minute</th><th class="number">Since the start</th><th class="number less">Share</th><th class="less"></th></tr>
${rows.map(({ name, total, rate }) => {
  const percent = (100 * total) / all;
  return html`<tr><td>${name}</td><td class="number">${printRate(rate)}</td><td class="number">${printCount(total)}</td><td class="number less">${percent.toFixed(1)} %</td><td class="less"><meter min="0" max="100" value="${percent.toFixed(1)}">${percent.toFixed(1)} %</meter></td></tr>
`;
})}</table></div>`;
}

const OUTCOME_WORDS: { readonly [series in Outcome]: string } = {
  answer: "Records (NOERROR)",
  nodata: "No record of that type (NODATA)",
  nxdomain: "No such name (NXDOMAIN)",
  referral: "Referral to another zone's servers",
  refused: "Not our zone (REFUSED)",
  error: "Another error",
};

/** Of the samples of the last minute. */
function lately(rates: readonly number[]): number {
  const last = rates.slice(-Math.round(60_000 / STEP));
  return last.reduce((sum, rate) => sum + rate, 0) / Math.max(1, last.length);
}

function droppedTable(dropped: readonly Sample[]): Html {
  const rows = dropped.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value);
  if (rows.length === 0) return html`<p class="soft">Nothing stayed without an answer.</p>`;
  return html`<div class="scroll"><table><tr><th>Without an answer</th><th class="number">Since the start</th></tr>
${rows.map(
  ({
    labels,
    value,
  }) => html`<tr><td>${labels?.reason ?? ""}</td><td class="number">${printCount(value)}</td></tr>
`,
)}</table></div>`;
}

function secondaries(notify: Observed["notify"]): Html {
  if (notify.length === 0) return html``;
  const rows = notify.slice(0, MAX_LISTED).map(
    ({ target, pending, acknowledged, refused, unanswered }) =>
      html`<tr><td>${target}</td><td class="number">${printCount(pending)}</td><td class="number">${printCount(acknowledged)}</td><td class="number">${printCount(refused)}</td><td class="number">${printCount(unanswered)}</td></tr>
`,
  );
  return html`<h2>Secondaries</h2>
<div class="scroll"><table><tr><th>Told of zones by NOTIFY</th><th class="number">To be told</th><th class="number">Heard</th><th class="number">Refused</th><th class="number">Silent</th></tr>
${rows}</table></div>`;
}

function answersOf(
  origin: Name,
  counters: readonly Counters[],
  places: ReadonlyMap<Name, number>,
): number | undefined {
  const place = places.get(origin);
  if (place === undefined) return undefined;
  return OUTCOMES.reduce((sum, _, at) => sum + sumOf(counters, ZONES + place * OUTCOMES.length + at), 0);
}
