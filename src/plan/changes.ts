import { keyOf, type Name } from "../../dns/name.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { compareRecords } from "../../dns/zone-file/print.ts";
import { SOA, ZONEMD } from "../type-codes.ts";

/** What happens to one RRset, by value. */
export interface RrsetChange<R extends ZoneRecord = ZoneRecord> {
  readonly owner: Name;
  readonly type: number;
  readonly kind: "added" | "removed" | "changed";
  /** Records whose data is new. */
  readonly added: readonly R[];
  /** Records whose data goes away. */
  readonly removed: readonly ZoneRecord[];
  /** The RRset's TTL before and after, where both exist and differ. */
  readonly ttl?: { readonly from: number; readonly to: number };
}

/**
 * The changes from one content of a zone to another, in canonical order. The serial and the digest are left out:
 * they follow from the rest.
 */
export function changesBetween<R extends ZoneRecord>(
  before: Zone,
  after: { readonly records: readonly R[] },
): RrsetChange<R>[] {
  const old = rrsetsOf(before.records);
  const now = rrsetsOf(after.records);
  const changes: RrsetChange<R>[] = [];
  for (const [key, records] of now) {
    const previous = old.get(key) ?? [];
    const change = changeOf(previous, records);
    if (change !== undefined) changes.push(change);
  }
  for (const [key, records] of old) {
    if (now.has(key)) continue;
    const [{ owner, type }] = records as [ZoneRecord];
    changes.push({ owner, type, kind: "removed", added: [], removed: records });
  }
  return changes.sort((a, b) => compareRecords(firstOf(a), firstOf(b)));
}

function changeOf<R extends ZoneRecord>(
  before: readonly ZoneRecord[],
  after: readonly R[],
): RrsetChange<R> | undefined {
  const [{ owner, type, ttl }] = after as [R, ...R[]];
  if (before.length === 0) return { owner, type, kind: "added", added: after, removed: [] };
  const had = new Set(before.map(contentOf));
  const has = new Set(after.map(contentOf));
  const added = after.filter((record) => !had.has(contentOf(record)));
  const removed = before.filter((record) => !has.has(contentOf(record)));
  const from = before[0]!.ttl;
  if (added.length === 0 && removed.length === 0 && from === ttl) return undefined;
  return {
    owner,
    type,
    kind: "changed",
    added,
    removed,
    ...(from === ttl ? {} : { ttl: { from, to: ttl } }),
  };
}

function rrsetsOf<R extends ZoneRecord>(records: readonly R[]): Map<string, R[]> {
  const rrsets = new Map<string, R[]>();
  for (const record of records) {
    if (record.type === ZONEMD) continue;
    const key = `${record.type}/${keyOf(record.owner)}`;
    const rrset = rrsets.get(key);
    if (rrset === undefined) rrsets.set(key, [record]);
    else rrset.push(record);
  }
  return rrsets;
}

/** What makes two records of an RRset the same to the world; of a SOA, everything but its serial. */
function contentOf({ type, rdata }: ZoneRecord): string {
  return type === SOA ? rdata.slice(0, -20) + rdata.slice(-16) : rdata;
}

function firstOf(change: RrsetChange): ZoneRecord {
  return (
    change.added[0] ?? change.removed[0] ?? { owner: change.owner, type: change.type, ttl: 0, rdata: "" }
  );
}
