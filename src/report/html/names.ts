import { printName } from "../../../dns/name.ts";
import type { SourceZone } from "../../source/source-zone.ts";
import { modelZones } from "../../verify/zone-model.ts";
import type { Report } from "../report.ts";
import { count, isUnchanged } from "../wording.ts";
import { type Html, html, join, NOTHING } from "./markup.ts";
import { nameTree } from "./name-tree.ts";

/**
 * The tree of names, zone by zone, with what answers at each. Zones that change come first, so that of very many those are
 * there.
 */
export function nameParts(report: Report, room: number): Html | undefined {
  const { plan } = report;
  const zones = report.zones ?? plan?.zones.map(({ zone }) => zone) ?? [];
  if (zones.length === 0) return undefined;
  const changed = new Set(
    (plan?.zones ?? []).filter((zone) => !isUnchanged(zone)).map(({ zone }) => zone.origin),
  );
  const ordered = [...zones].sort((a, b) => Number(changed.has(b.origin)) - Number(changed.has(a.origin)));
  const records = zones.reduce((sum, zone) => sum + zone.records.length, 0);
  const isOpen = records <= MOST_OPEN;
  const made: Html[] = [];
  const left: SourceZone[] = [];
  let free = room;
  for (const zone of ordered) {
    if (free < LEAST_OF_ZONE) {
      left.push(zone);
      continue;
    }
    const next = zoneItem(zone, Math.min(free, Math.max(room / 4, free / 2)), isOpen);
    free -= next.html.length;
    made.push(next);
  }
  const more =
    left.length === 0
      ? NOTHING
      : html`<p class="more">… and ${count(left.length, "more zone")}: <code>zonepipe ask NAME TYPE</code> tells what answers for any name.</p>`;
  return join([FILTER, ...made, more]);
}

const MOST_OPEN = 60; // records of all zones: so many are seen at once
const LEAST_OF_ZONE = 4_000; // characters

/** Shown by the script: without it, it would do nothing. */
const FILTER = html`<p class="filter" hidden><label for="filter">Show only names with</label> <input id="filter" type="search" autocomplete="off" spellcheck="false"> <span id="found" role="status"></span></p>
`;

function zoneItem(zone: SourceZone, room: number, isOpen: boolean): Html {
  const [model] = modelZones([zone]).values();
  const title = html`<summary><h3><code>${printName(zone.origin)}</code></h3><span class="counts">${count(zone.records.length, "record")}</span></summary>`;
  const where = html`<p class="quiet">In <code class="where">${zone.file}</code>${zone.role === "catalog" ? ": the catalog of the other zones" : ""}.</p>`;
  const tree =
    model === undefined ? html`<p>It has no SOA, so nobody can serve it.</p>` : nameTree(model, room);
  return html`<details class="zone"${isOpen ? html` open` : NOTHING}>${title}${where}${tree}</details>
`;
}
