import { ALIAS } from "../../../dns/alias-type.ts";
import { printName } from "../../../dns/name.ts";
import { showHidden } from "../../../dns/show-hidden.ts";
import { SIGNING_POLICY } from "../../../dns/signing/policy.ts";
import { typeName } from "../../../dns/types.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import { printRdata, printRecord } from "../../../dns/zone-file/print.ts";
import type { RrsetChange } from "../../plan/changes.ts";
import type { RemovedZone, ZonePlan } from "../../plan/plan.ts";
import type { SourceRecord } from "../../source/source-zone.ts";
import { effectsBeside } from "../consequences.ts";
import { ownersSentence } from "../owners.ts";
import type { Report } from "../report.ts";
import {
  changeCounts,
  changeRows,
  count,
  removedSentence,
  serialSentence,
  unchangedSentence,
  valueText,
} from "../wording.ts";
import { askedList } from "./asked.ts";
import { effectList } from "./effects.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";
import { fileAt, type Links, placesOf } from "./links.ts";
import { codeBlock, folded, table } from "./table.ts";

/**
 * What happens to a zone that changes: its serial, every value that comes or goes, and what that does to the world.
 *
 * @param report that it is a part of: with the effects, and the commit that the plan starts from
 * @param limit characters of the whole report
 */
export function zoneSection(
  plan: ZonePlan,
  report: Pick<Report, "review" | "asked" | "proof" | "base" | "targets">,
  links: Links | undefined,
  limit: number,
): Block {
  const { origin, file, records } = plan.zone;
  const title = `### ${codeSpan(printName(origin))}`;
  const serial = `serial ${escapeMarkdown(serialSentence(plan))}`;
  if (plan.changes === undefined) {
    const unknown = "What changes in it is not known.";
    return { full: `${title}\n\n${count(records.length, "record")}, ${serial}. ${unknown}` };
  }
  const where = links === undefined ? "" : ` in ${codeSpan(file)}`;
  const counts = `${changeCounts(plan.changes)}, ${count(records.length, "record")}`;
  const owners = ownersSentence(plan.changes);
  const whose = owners === undefined ? "" : ` ${escapeMarkdown(owners)}.`;
  const head = `${title}\n\n${counts}${where}, ${serial}.${whose}`;
  const brief = `${head} Its changes are too long for this place.`;
  if (plan.changes.length * LEAST_ROW > limit) return { full: undefined, brief };
  const effects = effectsBeside(report).filter(({ zone, kind }) => zone === origin && kind !== "dangling");
  const asked = (report.asked ?? []).filter(({ zone }) => zone === origin);
  const parts = [
    changeTable(plan.changes, plan.zone, report, links),
    ...(asked.length === 0 ? [] : [askedList(asked)]),
    ...(effects.length === 0 ? [] : [effectList(effects, origin)]),
  ];
  // All of a new zone is new: fold it, so that what changed elsewhere stays in sight.
  const isNew = plan.publishedRrsets === 0;
  const full = isNew
    ? [head, folded(count(plan.changes.length, "RRset"), parts.join("\n\n"))]
    : [head, ...parts, folded("As lines of the zone file", diff(plan.changes))];
  return { full: full.join("\n\n"), brief };
}

/** Characters that a change takes at least: the borders of a row. */
const LEAST_ROW = 20;

/** The zones in which nothing changes, with their serials, in one line to open. */
export function unchangedSection(zones: readonly ZonePlan[]): Block {
  const brief = unchangedSentence(zones.length);
  const lines = zones.map((plan) => {
    const { origin, records } = plan.zone;
    const serial = `serial ${escapeMarkdown(serialSentence(plan))}`;
    return `- ${codeSpan(printName(origin))}: ${count(records.length, "record")}, ${serial}`;
  });
  return { full: folded(brief, lines.join("\n")), brief: `${brief}.` };
}

/** A zone that goes. */
export function removedSection(
  zone: RemovedZone,
  { base, asked = [] }: Pick<Report, "asked" | "base">,
  links: Links | undefined,
): Block {
  const was = zone.file === undefined ? "" : ` It was in ${fileAt(zone.file, base, links)}.`;
  const own = asked.filter((one) => one.zone === zone.origin);
  const parts = [
    `### ${codeSpan(printName(zone.origin))}`,
    `❌ No longer there: ${removedSentence(zone)}.${was}`,
    ...(own.length === 0 ? [] : [askedList(own)]),
  ];
  return { full: parts.join("\n\n") };
}

function changeTable(
  changes: readonly RrsetChange<SourceRecord>[],
  { origin, file }: ZonePlan["zone"],
  { base, targets }: Pick<Report, "base" | "targets">,
  links: Links | undefined,
): string {
  return table(["", "name", "type", "value", "TTL", "where"], rows());

  // One after the other: of a large zone all cells at once would take many times the room of the table.
  function* rows(): Generator<string[]> {
    for (const change of changes) {
      for (const row of changeRows(change, origin, targets)) {
        yield [
          row.sign === "-" ? "−" : row.sign,
          codeSpan(row.name),
          row.type,
          // before the TTL, so that a phone has it on its screen
          codeSpan(row.value) + (row.now === undefined ? "" : ` ${row.now}`),
          row.ttl,
          placesOf(row, file, base, links),
        ];
      }
    }
  }
}

/** A line of the zone file; of what stands there in octets what it says, for they tell people nothing. */
function recordText(record: ZoneRecord): string {
  const { owner, ttl, type, rdata } = record;
  if (type === ALIAS) return `${printName(owner)} ${ttl} IN ${typeName(type)} ${printRdata(type, rdata)}`;
  if (type !== SIGNING_POLICY) return printRecord(record);
  return `${printName(owner)} ${ttl} IN ${typeName(type)} ; ${valueText(record)}`;
}

function diff(changes: readonly RrsetChange<SourceRecord>[]): string {
  const lines: string[] = [];
  for (const { owner, type, ttl, removed, added } of changes) {
    if (ttl?.isOfKept) {
      lines.push(showHidden(`! ${printName(owner)} ${ttl.from} → ${ttl.to} IN ${typeName(type)}`));
    }
    for (const record of removed) lines.push(showHidden(`- ${recordText(record)}`));
    for (const record of added) lines.push(showHidden(`+ ${recordText(record)}`));
  }
  return codeBlock("diff", lines.join("\n"));
}
