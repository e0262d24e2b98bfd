import { isOfSigning } from "../../dns/signing-types.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";

/**
 * What is published, without what a signer on the way to the nameservers has made of it: the sources have no records
 * of those types, so they are no change. Types that the sources do have are theirs, and stay.
 */
export function withoutSigning<R extends ZoneRecord>(records: readonly R[], sources: Zone): readonly R[] {
  const own = new Set(sources.records.map(({ type }) => type));
  return records.filter(({ type }) => own.has(type) || !isOfSigning(type));
}
