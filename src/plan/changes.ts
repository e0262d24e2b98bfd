import { compareNames, keyOf, type Name } from "../../dns/name.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";

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
  for (const [owner, rrsets] of now) {
    const previous = old.get(owner);
    for (const rrset of rrsets) {
      const change = changeOf(
        previous?.find(([record]) => record!.type === rrset[0]!.type),
        rrset,
      );
      if (change !== undefined) changes.push(change);
    }
  }
  for (const [owner, rrsets] of old) {
    const next = now.get(owner);
    for (const removed of rrsets) {
      const { type } = removed[0]!;
      if (next?.some(([record]) => record!.type === type)) continue;
      changes.push({ owner: removed[0]!.owner, type, kind: "removed", added: [], removed });
    }
  }
  return changes.sort(compareChanges);
}

/** How many RRsets the records make, ZONEMD not counted. */
export function countRrsets(records: readonly ZoneRecord[]): number {
  let count = 0;
  for (const rrsets of rrsetsOf(records).values()) count += rrsets.length;
  return count;
}

function changeOf<R extends ZoneRecord>(
  before: readonly ZoneRecord[] | undefined,
  after: readonly R[],
): RrsetChange<R> | undefined {
  const { owner, type, ttl } = after[0]!;
  if (before === undefined) return { owner, type, kind: "added", added: after, removed: [] };
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

/** The RRsets by the key of their owner, each a list of records. An owner has few types, so they are looked through. */
function rrsetsOf<R extends ZoneRecord>(records: readonly R[]): Map<Name, R[][]> {
  const owners = new Map<Name, R[][]>();
  for (const record of records) {
    if (record.type === ZONEMD) continue;
    const key = keyOf(record.owner);
    const rrsets = owners.get(key);
    if (rrsets === undefined) {
      owners.set(key, [[record]]);
      continue;
    }
    const rrset = rrsets.find(([first]) => first!.type === record.type);
    if (rrset === undefined) rrsets.push([record]);
    else rrset.push(record);
  }
  return owners;
}

/** What makes two records of an RRset the same to the world; of a SOA, everything but its serial. */
function contentOf({ type, rdata }: ZoneRecord): string {
  return type === SOA ? rdata.slice(0, -20) + rdata.slice(-16) : rdata;
}

function compareChanges(a: RrsetChange, b: RrsetChange): number {
  return compareNames(a.owner, b.owner) || a.type - b.type;
}
