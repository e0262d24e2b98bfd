import { compareNames, keyOf, type Name, sortKeyOf } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { PlacedRecord } from "../source/source-zone.ts";

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
  /** Some value stays as it is and has only another TTL; otherwise the values that come and go show both TTLs. */
  readonly isOfKept: boolean;
}

/**
 * The changes from one content of a zone to another, in canonical order. The serial and the digest are left out:
 * they follow from the rest.
 */
export function changesBetween<R extends PlacedRecord>(
  before: { readonly records: readonly PlacedRecord[] },
  after: { readonly records: readonly R[] },
): RrsetChange<R>[] {
  return compare(before, after).changes;
}

/** The same, with how many RRsets there were before, ZONEMD not counted. */
export function compare<R extends PlacedRecord>(
  before: { readonly records: readonly PlacedRecord[] },
  after: { readonly records: readonly R[] },
): { readonly changes: RrsetChange<R>[]; readonly rrsetsBefore: number } {
  const old = rrsetsOf(before.records);
  const now = rrsetsOf(after.records);
  let rrsetsBefore = 0;
  const changes: RrsetChange<R>[] = [];
  for (const [type, rrsets] of now) {
    const previous = old.get(type);
    for (const [owner, rrset] of rrsets) {
      const change = changeOf(previous?.get(owner), rrset);
      if (change !== undefined) changes.push(change);
    }
  }
  for (const [type, rrsets] of old) {
    rrsetsBefore += rrsets.size;
    const next = now.get(type);
    for (const [owner, removed] of rrsets) {
      if (next?.has(owner)) continue;
      changes.push({ owner: removed[0]!.owner, type, kind: "removed", added: [], removed });
    }
  }
  return { changes: inOrder(changes), rrsetsBefore };
}

/** How many RRsets the records make, ZONEMD not counted. */
export function countRrsets(records: readonly ZoneRecord[]): number {
  let last: Name | undefined;
  // A file of ours is in canonical order, so that nobody need remember the names that were there.
  const inOrder = countTogether(records, (owner) => {
    const isNext = last === undefined || compareNames(last, owner) < 0;
    last = owner;
    return isNext;
  });
  if (inOrder !== undefined) return inOrder;
  const owners = new Set<Name>();
  const isNew = (owner: Name) => {
    const { size } = owners;
    return owners.add(keyOf(owner)).size > size;
  };
  return countTogether(records, isNew) ?? countScattered(records);
}

/** The same where the records of each owner stand together; undefined where an owner comes that is not new. */
function countTogether(records: readonly ZoneRecord[], isNew: (owner: Name) => boolean): number | undefined {
  const types: number[] = []; // of the owner
  let owner: Name | undefined;
  let count = 0;
  for (const record of records) {
    if (record.type === ZONEMD) continue;
    if (record.owner !== owner) {
      owner = record.owner;
      if (!isNew(owner)) return undefined;
      types.length = 0;
    }
    if (types.includes(record.type)) continue;
    types.push(record.type);
    count += 1;
  }
  return count;
}

/** The same where the records of an owner do not stand together. */
function countScattered(records: readonly ZoneRecord[]): number {
  let count = 0;
  for (const { size } of rrsetsOf(records).values()) count += size;
  return count;
}

function changeOf<R extends PlacedRecord>(
  before: readonly PlacedRecord[] | undefined,
  after: readonly R[],
): RrsetChange<R> | undefined {
  const { owner, type, ttl } = after[0]!;
  if (before === undefined) return { owner, type, kind: "added", added: after, removed: [] };
  const added = withoutThoseIn(before, after);
  const removed = withoutThoseIn(after, before);
  const isSameTtl = before[0]!.ttl === ttl;
  if (added.length === 0 && removed.length === 0 && isSameTtl) return undefined;
  return {
    owner,
    type,
    kind: "changed",
    added,
    removed,
    ...(isSameTtl ? {} : { ttl: ttlChange(before[0]!, after[0]!, added.length < after.length) }),
  };
}

/** The records of an RRset that another one does not have. */
function withoutThoseIn<R extends ZoneRecord>(
  others: readonly ZoneRecord[],
  records: readonly R[],
): readonly R[] {
  if (others.length === 1) {
    const content = contentOf(others[0]!);
    return records.filter((record) => contentOf(record) !== content);
  }
  const contents = new Set(others.map(contentOf));
  return records.filter((record) => !contents.has(contentOf(record)));
}

function ttlChange(before: PlacedRecord, after: PlacedRecord, isOfKept: boolean): TtlChange {
  const fromAt = before.ttlAt ?? before.at;
  const toAt = after.ttlAt ?? after.at;
  return { from: before.ttl, to: after.ttl, ...(fromAt && { fromAt }), ...(toAt && { toAt }), isOfKept };
}

/** The RRsets by type and by the key of their owner. ZONEMD is left out. */
function rrsetsOf<R extends ZoneRecord>(records: readonly R[]): Map<number, Map<Name, R[]>> {
  const types = new Map<number, Map<Name, R[]>>();
  let owner: Name | undefined;
  let key: Name | undefined;
  for (const record of records) {
    if (record.type === ZONEMD) continue;
    let rrsets = types.get(record.type);
    if (rrsets === undefined) {
      rrsets = new Map();
      types.set(record.type, rrsets);
    }
    if (key === undefined || record.owner !== owner) {
      owner = record.owner;
      key = keyOf(owner);
    }
    const rrset = rrsets.get(key);
    if (rrset === undefined) rrsets.set(key, [record]);
    else rrset.push(record);
  }
  return types;
}

/** What makes two records of an RRset the same to the world; of a SOA, everything but its serial. */
function contentOf({ type, rdata }: ZoneRecord): string {
  return type === SOA ? rdata.slice(0, -20) + rdata.slice(-16) : rdata;
}

/** In canonical order. */
function inOrder<R extends PlacedRecord>(changes: readonly RrsetChange<R>[]): RrsetChange<R>[] {
  return changes
    .map((change) => ({ key: sortKeyOf(change.owner), change }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.change.type - b.change.type))
    .map(({ change }) => change);
}
