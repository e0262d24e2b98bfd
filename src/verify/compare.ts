import { canonicalRdata } from "../../dns/canonical.ts";
import { keyOf } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { formOf, isStandIn } from "../dnssec/stand-in.ts";

/** How two sets of records differ. Order does not matter, nor does the case of a name (RFC 4343 §3). */
export interface Difference {
  /** Expected and not there. */
  readonly missing: readonly ZoneRecord[];
  /** There and not expected, or there more often than expected: a chain of DNAMEs may come by the same signature twice. */
  readonly extra: readonly ZoneRecord[];
  /** There and expected, with another TTL than any record of its RRset has. */
  readonly otherTtl: readonly ZoneRecord[];
}

/** Compares by owner, type and data in canonical form; TTLs of what stands on both sides are compared then. */
export function compareSets(expected: readonly ZoneRecord[], got: readonly ZoneRecord[]): Difference {
  const identityOf = expected.some(isStandIn) ? identityByForm : identityOfRecord;
  const wanted = new Map(expected.map((record) => [identityOf(record), record]));
  const seen = new Map<string, number>();
  let times: Map<string, number> | undefined; // made where something comes again
  const extra: ZoneRecord[] = [];
  const otherTtl: ZoneRecord[] = [];
  for (const record of got) {
    const identity = identityOf(record);
    const before = seen.get(identity) ?? 0;
    if (before > 0) times ??= countOf(expected.map(identityOf));
    if (!wanted.has(identity) || before >= (times?.get(identity) ?? 1)) extra.push(record);
    // A zone may have an RRset with mixed TTLs; which of them a server then gives is its own choice (RFC 2181 §5.2).
    else if (!ttlsOf(expected, record).includes(record.ttl)) otherTtl.push(record);
    seen.set(identity, before + 1);
  }
  const missing = [...wanted].filter(([identity]) => !seen.has(identity)).map(([, record]) => record);
  return { missing, extra, otherTtl };
}

function countOf(identities: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const identity of identities) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  return counts;
}

/** The records without those of `others`; TTLs do not matter. */
export function without(records: readonly ZoneRecord[], others: readonly ZoneRecord[]): ZoneRecord[] {
  const identityOf = [...records, ...others].some(isStandIn) ? identityByForm : identityOfRecord;
  const identities = new Set(others.map(identityOf));
  return records.filter((record) => !identities.has(identityOf(record)));
}

/**
 * They are plainly the same: each record once, in any order. A quick look that settles most
 * answers; where it is false, `compareSets` says how they differ, if they do.
 */
export function arePlainlySame(expected: readonly ZoneRecord[], got: readonly ZoneRecord[]): boolean {
  const count = expected.length;
  if (count !== got.length || count > FEW) return false;
  for (let index = 0; index < count; index++) {
    const record = expected[index]!;
    let found = 0;
    for (let other = 0; other < count; other++) if (isSameRecord(record, got[other]!)) found += 1;
    if (found !== 1) return false;
  }
  return true;
}

/** Owner, type, TTL and data in canonical form are the same; of what the first stands in for, all that is known of the data. */
export function isSameRecord(a: ZoneRecord, b: ZoneRecord): boolean {
  return (
    a.type === b.type &&
    a.ttl === b.ttl &&
    a.rdata.length === b.rdata.length &&
    (a.owner === b.owner || keyOf(a.owner) === keyOf(b.owner)) &&
    (a.rdata === b.rdata ||
      canonicalRdata(a.type, a.rdata) === canonicalRdata(b.type, b.rdata) ||
      (isStandIn(a) && identityByForm(a) === identityByForm(b)))
  );
}

const FEW = 8; // records, up to which comparing each with each is quicker than a Map

function identityOfRecord({ owner, type, rdata }: ZoneRecord): string {
  return `${type} ${keyOf(owner)}${canonicalRdata(type, rdata)}`;
}

/** Signatures that are made with a private key are judged by all that is known of them without it. */
function identityByForm(record: ZoneRecord): string {
  const { owner, type, rdata } = record;
  return `${type} ${keyOf(owner)}${formOf({ ...record, rdata: canonicalRdata(type, rdata) })}`;
}

function ttlsOf(records: readonly ZoneRecord[], { owner, type }: ZoneRecord): number[] {
  return records
    .filter((record) => record.type === type && keyOf(record.owner) === keyOf(owner))
    .map(({ ttl }) => ttl);
}
