import { canonicalRdata } from "../../dns/canonical.ts";
import { keyOf } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { sortRecords } from "../../dns/zone-file/print.ts";

/** What leads from one published version of a zone to a later one, as a transfer tells it (RFC 1995 §4). */
export interface Step {
  readonly from: number;
  readonly to: number;
  /** What goes: the old SOA first. */
  readonly removed: readonly ZoneRecord[];
  /** What comes: the new SOA first. */
  readonly added: readonly ZoneRecord[];
}

/** What leads from one version of a zone to another; both have their SOA, and their digest as a record like others. */
export function stepBetween(before: readonly ZoneRecord[], after: readonly ZoneRecord[]): Step {
  const [old, now] = [recordsByKey(before), recordsByKey(after)];
  const removed = [...old].flatMap(([key, record]) => (now.has(key) ? [] : [record]));
  const added = [...now].flatMap(([key, record]) => (old.has(key) ? [] : [record]));
  return asStep(removed, added);
}

/** A step of records that go and come, in any order. There is one SOA among each. */
export function asStep(removed: readonly ZoneRecord[], added: readonly ZoneRecord[]): Step {
  const [out, come] = [soaFirst(removed), soaFirst(added)];
  return { from: serialIn(out)!, to: serialIn(come)!, removed: out, added: come };
}

/** The version before a step; undefined where the step does not lead to these records. */
export function undoStep(
  after: readonly ZoneRecord[],
  { removed, added }: Pick<Step, "removed" | "added">,
): readonly ZoneRecord[] | undefined {
  const records = recordsByKey(after);
  for (const key of added.map(recordKey)) if (!records.delete(key)) return undefined;
  for (const record of removed) {
    const key = recordKey(record);
    if (records.has(key)) return undefined;
    records.set(key, record);
  }
  return [...records.values()];
}

/** The serial of the first SOA; undefined where there is none. */
export function serialIn(records: readonly ZoneRecord[]): number | undefined {
  const soa = records.find(({ type }) => type === SOA);
  const rdata = soa && decode(SOA, soa.rdata);
  return rdata?.type === "SOA" ? rdata.serial : undefined;
}

/** The records by what they are in DNS; one that stands twice is there once. */
export function recordsByKey(records: readonly ZoneRecord[]): Map<string, ZoneRecord> {
  return new Map(records.map((record) => [recordKey(record), record]));
}

/** The same for records that a zone cannot have both: the case of names says nothing, another TTL does. */
function recordKey({ owner, type, ttl, rdata }: ZoneRecord): string {
  return `${type} ${ttl} ${keyOf(owner)}${canonicalRdata(type, rdata)}`;
}

function soaFirst(records: readonly ZoneRecord[]): ZoneRecord[] {
  const sorted = sortRecords(records);
  const isSoa = ({ type }: ZoneRecord) => type === SOA;
  return [...sorted.filter(isSoa), ...sorted.filter((record) => !isSoa(record))];
}
