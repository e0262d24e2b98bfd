import { compareNames, keyOf, type Name } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { PlacedRecord } from "../source-zone.ts";

/** What happens to one RRset, by value. */
export interface RrsetChange<R extends PlacedRecord = PlacedRecord> {
  readonly owner: Name;
  readonly type: number;
  readonly kind: "added" | "removed" | "changed";
  /** Records whose data is new. */
  readonly added: readonly R[];
  /** Records whose data goes away. Their places are those before the change: of the base's commit, or of its zone file. */
  readonly removed: readonly PlacedRecord[];
  /** Where the RRset is there before and after, with another TTL. */
  readonly ttl?: TtlChange;
}

/** The TTL of an RRset before and after, in seconds. */
export interface TtlChange {
  readonly from: number;
  readonly to: number;
  /** Where the old one was written before the change; where none was, the place of the record that took a default. */
  readonly fromAt?: Position;
  /** Where the new one is written, in the same way. */
  readonly toAt?: Position;
}

/**
 * The changes from one content of a zone to another, in canonical order. The serial and the digest are left out:
 * they follow from the rest.
 */
export function changesBetween<R extends PlacedRecord>(
  before: { readonly records: readonly PlacedRecord[] },
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

function changeOf<R extends PlacedRecord>(
  before: readonly PlacedRecord[] | undefined,
  after: readonly R[],
): RrsetChange<R> | undefined {
  const { owner, type, ttl } = after[0]!;
  if (before === undefined) return { owner, type, kind: "added", added: after, removed: [] };
  const had = new Set(before.map(contentOf));
  const has = new Set(after.map(contentOf));
  const added = after.filter((record) => !had.has(contentOf(record)));
  const removed = before.filter((record) => !has.has(contentOf(record)));
  const isSameTtl = before[0]!.ttl === ttl;
  if (added.length === 0 && removed.length === 0 && isSameTtl) return undefined;
  return {
    owner,
    type,
    kind: "changed",
    added,
    removed,
    ...(isSameTtl ? {} : { ttl: ttlChange(before[0]!, after[0]!) }),
  };
}

function ttlChange(before: PlacedRecord, after: PlacedRecord): TtlChange {
  const fromAt = before.ttlAt ?? before.at;
  const toAt = after.ttlAt ?? after.at;
  return { from: before.ttl, to: after.ttl, ...(fromAt && { fromAt }), ...(toAt && { toAt }) };
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
