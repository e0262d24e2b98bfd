import { isOfSigning } from "../../dns/signing-types.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { policyIn } from "../dnssec/policy.ts";
import { asWritten } from "../dnssec/served-zone.ts";

/**
 * What is published, without what a nameserver of ours makes that signs the zone, or a signer on the way to the nameservers: the
 * sources have no records of those types, so they are no change. Types that the sources do have are theirs, and stay.
 */
export function withoutSigning<R extends ZoneRecord>(records: readonly R[], sources: Zone): readonly R[] {
  const { origin } = sources;
  if (policyIn({ origin, records }) !== undefined) return asWritten(origin, records);
  const own = new Set(sources.records.map(({ type }) => type));
  return records.filter(({ type }) => own.has(type) || !isOfSigning(type));
}
