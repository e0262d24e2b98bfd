import { printName } from "../../../dns/name.ts";
import type { RemovedZone } from "../../plan/plan.ts";
import type { Drift } from "../../plan/zone-changes.ts";
import { type ChangeRow, changeRows, madeWords, removedSentence } from "../wording.ts";
import { moreLine } from "./beside.ts";
import { type Html, html } from "./markup.ts";
import { cut, fit } from "./room.ts";
import { rowHtml, tableHtml } from "./table.ts";

/** Changes that nobody planned, by value, and how to accept them. */
export function driftParts({ zones, removed, digest }: Drift, room: number): Html {
  const rows = zones.flatMap(({ origin, changes }) =>
    changes.flatMap((change) => changeRows(change, origin).map((row) => ({ row, zone: printName(origin) }))),
  );
  const values = fit(rows, room, ({ row, zone }) => valueRow(row, zone));
  const gone = fit(removed, room / 4, goneRow);
  const table = tableHtml("What no pull request says", HEADERS, html`${gone.shown}${values.shown}`);
  return html`<p class="label">In no pull request</p>
<p>A deployment would change this, and no pull request or push since the last one says so.</p>
${table}${moreLine(values.left, "value")}${moreLine(gone.left, "zone")}
<p class="help">To accept this and no more: <code>--accept-drift ${digest}</code></p>
`;
}

const HEADERS = ["What", "Zone", "Name", "Type", "Value", "TTL", "Where"];

function valueRow(row: ChangeRow, zone: string): Html {
  const { sign, name, type, ttl, value, at, wasAt } = row;
  const { word, kind } = SIGNS[sign];
  const places = [
    ...(at === undefined ? [] : [`${madeWords(row)}${at.file}:${at.line}`]),
    ...(wasAt === undefined ? [] : [`was ${madeWords(row)}${wasAt.file}:${wasAt.line}`]),
  ];
  return rowHtml(HEADERS, [
    html`<span class="tag ${kind}">${word}</span>`,
    html`<code>${zone}</code>`,
    html`<code>${name}</code>`,
    html`<span class="whole">${type}</span>`,
    sign === "~" ? html`–` : html`<code>${cut(value)}</code>`,
    html`<span class="whole">${ttl}</span>`,
    places.length === 0 ? html`–` : html`<span class="where">${places.join(", ")}</span>`,
  ]);
}

const SIGNS = {
  "+": { word: "+ comes", kind: "fine" },
  "-": { word: "− goes", kind: "error" },
  "~": { word: "~ changes", kind: "warning" },
} as const;

function goneRow(zone: RemovedZone): Html {
  const { word, kind } = SIGNS["-"];
  return rowHtml(HEADERS, [
    html`<span class="tag ${kind}">${word}</span>`,
    html`<code>${printName(zone.origin)}</code>`,
    html`–`,
    html`–`,
    html`${removedSentence(zone)}`,
    html`–`,
    zone.file === undefined ? html`–` : html`<span class="where">was ${zone.file}</span>`,
  ]);
}
