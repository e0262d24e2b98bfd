import { keyOf, type Name } from "../../dns/name.ts";
import type { Day } from "../source/day.ts";
import { type SourceRecord, type SourceZone, withoutCatalog } from "../source/source-zone.ts";

/** Which records are wanted: those that are as each of these says. */
export interface Wanted {
  readonly owner?: string;
  readonly type?: number;
  readonly name?: Name;
  /** Those whose last day lies before this one. */
  readonly expiresBefore?: Day;
}

/** A record, and the zone that has it. */
export interface Listed {
  readonly zone: Name;
  readonly record: SourceRecord;
}

/** The records of the zones that are wanted, as they stand in the files, zone by zone; without the SOA, which nobody writes. */
export function listRecords(zones: readonly SourceZone[], wanted: Wanted): Listed[] {
  const { owner, type, expiresBefore } = wanted;
  const name = wanted.name === undefined ? undefined : keyOf(wanted.name);
  const who = owner?.trim().toLowerCase();
  const isWanted = (record: SourceRecord): boolean => {
    if (type === undefined ? record.type === SOA : record.type !== type) return false;
    if (name !== undefined && keyOf(record.owner) !== name) return false;
    if (who !== undefined && record.remarks?.owner?.trim().toLowerCase() !== who) return false;
    if (expiresBefore === undefined) return true;
    const expires = record.remarks?.expires;
    return expires !== undefined && expires.day < expiresBefore;
  };
  return withoutCatalog(zones).flatMap(({ origin, records }) =>
    records.filter(isWanted).map((record) => ({ zone: origin, record })),
  );
}

const SOA = 6;
