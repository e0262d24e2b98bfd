import { keyOf, printName } from "../../../dns/name.ts";
import { showHidden } from "../../../dns/show-hidden.ts";
import type { RrsetChange } from "../../plan/changes.ts";
import type { Plan, RemovedZone, ZonePlan } from "../../plan/plan.ts";
import type { SourceRecord } from "../../source/source-zone.ts";
import { type ChangeRow, changeRows, count, isUnchanged } from "../wording.ts";
import { codeBlock } from "./table.ts";

/** Characters of a line: what 360 pixels show of a block of code in a comment. */
const WIDTH = 38;
const MOST_NAME = 18; // of them for a name
const MOST_LINES = 30;

/**
 * What changes at a glance, as a diff that GitHub paints and a phone shows whole: what goes first, each value on one line
 * and cut to the width. Undefined where nothing changes.
 */
export function diffBlock({ zones, removed }: Plan): string | undefined {
  const changed = zones.filter((zone) => !isUnchanged(zone));
  const lines = removed.slice(0, MOST_LINES).map(goneLine);
  let more = removed.length - lines.length;
  for (const plan of changed) {
    const shown = linesOf(plan, MOST_LINES - lines.length);
    lines.push(...shown.lines);
    more += shown.more;
  }
  if (lines.length === 0) return undefined;
  if (more > 0) lines.push(`# … and ${count(more, "more line")}`);
  return codeBlock("diff", lines.map((line) => cut(showHidden(line), WIDTH)).join("\n"));
}

function goneLine({ origin, records }: RemovedZone): string {
  return `- zone ${printName(origin)}${records === undefined ? "" : `, ${count(records, "record")}`}`;
}

/** A zone's title and its lines, as many as there is room for; one that is new or not known is one line. */
function linesOf(
  { zone, changes, publishedRrsets }: ZonePlan,
  room: number,
): { readonly lines: readonly string[]; readonly more: number } {
  const { origin, records } = zone;
  const one = (line: string) => (room > 0 ? { lines: [line], more: 0 } : { lines: [], more: 1 });
  if (changes === undefined) return one(`! zone ${printName(origin)}, not known`);
  if (publishedRrsets === 0) return one(`+ zone ${printName(origin)}, ${count(records.length, "record")}`);
  const lines = [`@@ ${cut(printName(origin), WIDTH - 6)} @@`];
  let all = 0;
  for (const change of changes) {
    all += change.added.length + change.removed.length + (change.ttl?.isOfKept ? 1 : 0);
    if (lines.length < room) lines.push(...rowsOf(change, origin)); // of a large zone, no more than is shown
  }
  const shown = room > 1 ? lines.slice(0, room) : [];
  return { lines: shown, more: all - Math.max(0, shown.length - 1) };
}

function rowsOf(change: RrsetChange<SourceRecord>, origin: ZonePlan["zone"]["origin"]): string[] {
  const rows = changeRows(change, origin);
  const name = keyOf(change.owner) === keyOf(origin) ? "@" : cut(showHidden(rows[0]!.name), MOST_NAME);
  const values = rows.filter(({ sign }) => sign !== "~").map(({ value }) => value);
  const isBoth = change.added.length > 0 && change.removed.length > 0;
  const common = isBoth ? commonStart(values) : 0;
  return rows.map((row) => {
    if (row.sign === "~") return `! ${name} ${row.type} TTL ${row.ttl}`;
    const head = `${row.sign} ${name} ${ttlOf(row, change)}${row.type} `;
    return head + window(showHidden(row.value), common, WIDTH - head.length);
  });
}

/** The TTL where that changes, too: the value and its TTL stand together. */
function ttlOf({ ttl }: ChangeRow, change: RrsetChange): string {
  return change.ttl === undefined ? "" : `${ttl} `;
}

/** As much of a value as there is room for, with the place in it where it differs from its like. */
function window(value: string, common: number, room: number): string {
  if (value.length <= room) return value;
  const start = Math.min(common - LEAD, value.length - room + 1); // the whole end, where there is room for more
  return start <= 1 ? cut(value, room) : `…${cut(value.slice(start), room - 1)}`;
}

const LEAD = 6; // characters before the place where two values differ

/** How many characters values have in common at their beginning. */
function commonStart(values: readonly string[]): number {
  const [first = "", ...others] = values;
  let end = first.length;
  for (const other of others) {
    let at = 0;
    while (at < end && first[at] === other[at]) at += 1;
    end = at;
  }
  return end;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}
