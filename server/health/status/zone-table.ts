import { type Name, printName } from "../../../dns/name.ts";
import type { ZoneFacts } from "../server-metrics.ts";
import { type Html, html } from "./html.ts";
import { printCount, printDay } from "./print-facts.ts";

/** So many zones are listed, and so many that cannot be loaded: the page stays small. */
export const MAX_LISTED = 100;

/**
 * The zones as tables: those that cannot be loaded, then those that answered most.
 *
 * @param answers how much a zone has answered; undefined where it is not counted by its name
 */
export function zoneTables(
  zones: readonly ZoneFacts[],
  broken: readonly Name[],
  answers: (origin: Name) => number | undefined,
  now: number,
): Html {
  const listed = zones
    .map((zone) => ({ zone, count: answers(zone.origin) }))
    .sort((a, b) => (b.count ?? -1) - (a.count ?? -1)) // stable: those with the same stay as they are
    .slice(0, MAX_LISTED);
  return html`${brokenList(broken)}<div class="scroll"><table>
<tr><th>Zone</th><th class="number">Serial</th><th>Digest</th><th class="number less">Records</th><th>Signed until</th><th class="number less">Answers</th></tr>
${listed.map(({ zone, count }) => row(zone, count, now))}</table></div>
${more(zones.length - listed.length, "zones")}`;
}

function row(
  { origin, serial, zonemd, records, soonestExpiry }: ZoneFacts,
  count: number | undefined,
  now: number,
) {
  return html`<tr><td>${printName(origin)}</td><td class="number">${serial}</td><td>${DIGESTS[zonemd]}</td><td class="number less">${printCount(records)}</td><td>${expiry(soonestExpiry, now)}</td><td class="number less">${count === undefined ? "–" : printCount(count)}</td></tr>
`;
}

/** What became of ZONEMD when the zone was loaded (RFC 8976 §4). */
const DIGESTS = { absent: "none", verified: "verified", unsupported: "of another kind" } as const;
const SOON = 3 * 86_400; // seconds; whoever signs every week has done so by then

function expiry(seconds: number | undefined, now: number): Html {
  if (seconds === undefined) return html`${"–"}`;
  const text = printDay(seconds);
  return seconds - now < SOON
    ? html`<time><b class="bad-text">${text}</b></time>`
    : html`<time>${text}</time>`;
}

function brokenList(broken: readonly Name[]): Html {
  if (broken.length === 0) return html``;
  const names = broken.slice(0, MAX_LISTED).map((origin) => html`<li>${printName(origin)}</li>`);
  return html`<p class="bad-text">These cannot be loaded and are answered SERVFAIL; the log says why:</p>
<ul>${names}</ul>
${more(broken.length - names.length, "that cannot be loaded")}`;
}

function more(count: number, what: string): Html {
  return count > 0 ? html`<p class="soft">and ${printCount(count)} more ${what}</p>` : html``;
}
