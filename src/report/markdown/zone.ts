import { keyOf, type Name, printName } from "../../../dns/name.ts";
import { printRecord } from "../../../dns/zone-file/print.ts";
import type { RrsetChange } from "../../plan/changes.ts";
import type { Effect } from "../../plan/effects.ts";
import type { RemovedZone, ZonePlan } from "../../plan/plan.ts";
import type { Review } from "../../plan/review.ts";
import type { SourceRecord } from "../../source-zone.ts";
import { changeCounts, changeRows, count, serialSentence } from "../wording.ts";
import { codeSpan, escapeMarkdown, showHidden } from "./escape.ts";
import type { Block } from "./fit.ts";
import { type Links, place } from "./links.ts";
import { codeBlock, folded, table } from "./table.ts";

/**
 * What happens to one zone: its serial, every value that comes or goes, and what that does to the world.
 *
 * @param limit characters of the whole report
 */
export function zoneSection(
  plan: ZonePlan,
  review: Review | undefined,
  links: Links | undefined,
  limit: number,
): Block {
  const { origin, records } = plan.zone;
  const title = `### ${codeSpan(printName(origin))}`;
  const serial = `serial ${escapeMarkdown(serialSentence(plan))}`;
  if (plan.changes === undefined) {
    const unknown = "Changes are not known: the published records were not seen.";
    return { full: `${title}\n\n${count(records.length, "record")}, ${serial}. ${unknown}` };
  }
  const counts = plan.changes.length === 0 ? "" : `${changeCounts(plan.changes)}, `;
  const head = `${title}\n\n${counts}${count(records.length, "record")}, ${serial}.`;
  if (plan.changes.length === 0) return { full: head };
  const brief = `${head} Its changes are too long for this place.`;
  if (plan.changes.length * LEAST_ROW > limit) return { full: undefined, brief };
  const effects = (review?.effects ?? []).filter(({ zone }) => zone === origin);
  const body = changeTable(plan.changes, origin, effects, links);
  // All of a new zone is new: fold it, so that what changed elsewhere stays in sight.
  const isNew = plan.decision.kind === "first";
  const full = isNew
    ? `${head}\n\n${folded(count(plan.changes.length, "RRset"), body)}`
    : [head, body, ...warnings(effects), folded("As lines of the zone file", diff(plan.changes))].join(
        "\n\n",
      );
  return { full, brief };
}

/** Characters that a change takes at least: the borders of a row. */
const LEAST_ROW = 20;

/** A zone that goes. */
export function removedSection({ origin, records }: RemovedZone): Block {
  return {
    full: `### ${codeSpan(printName(origin))}\n\n❌ No longer there: ${count(records, "record")} go.`,
  };
}

function changeTable(
  changes: readonly RrsetChange<SourceRecord>[],
  origin: Name,
  effects: readonly Effect[],
  links: Links | undefined,
): string {
  const byRrset = new Map<string, string[]>();
  for (const { owner, type, kind, message } of effects) {
    if (kind === "dangling") continue;
    const key = `${type} ${keyOf(owner)}`;
    byRrset.set(key, [...(byRrset.get(key) ?? []), message]);
  }
  const rows = changes.flatMap((change) => {
    const messages = byRrset.get(`${change.type} ${keyOf(change.owner)}`) ?? [];
    return changeRows(change, origin).map(({ sign, name, type, ttl, value, at }, index) => [
      sign === "-" ? "−" : sign,
      codeSpan(name),
      type,
      ttl,
      codeSpan(value),
      at === undefined ? "" : place(at.file, at.line, undefined, links),
      index === 0 ? messages.map(escapeMarkdown).join("<br>") : "",
    ]);
  });
  return table(["", "name", "type", "TTL", "value", "where", "effect"], rows);
}

/** Records that point to a name which goes are no change of their own, so they have no row. */
function warnings(effects: readonly Effect[]): string[] {
  const dangling = effects.filter(({ kind }) => kind === "dangling");
  return dangling.length === 0
    ? []
    : [dangling.map(({ message }) => `- ⚠️ ${escapeMarkdown(message)}.`).join("\n")];
}

function diff(changes: readonly RrsetChange<SourceRecord>[]): string {
  const lines = changes.flatMap(({ removed, added }) => [
    ...removed.map((record) => `- ${printRecord(record)}`),
    ...added.map((record) => `+ ${printRecord(record)}`),
  ]);
  return codeBlock("diff", lines.map(showHidden).join("\n"));
}
