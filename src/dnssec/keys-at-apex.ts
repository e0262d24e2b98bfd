import { keyOf } from "../../dns/name.ts";
import { dnskeyOf, keyRecords } from "../../dns/signing/key-records.ts";
import { DNSKEY } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { policyIn } from "./policy.ts";

/** The DNSKEY records that a zone has or, where our nameservers sign it, is answered with. */
export function keysAtApex(zone: Zone): readonly ZoneRecord[] {
  const { origin, records } = zone;
  const apex = keyOf(origin);
  const written = records.filter(({ type, owner }) => type === DNSKEY && keyOf(owner) === apex);
  const policy = policyIn(zone);
  if (policy === undefined || written.length > 0) return written;
  return policy.keys
    .filter(({ isPublished }) => isPublished)
    .map((key) => ({ owner: origin, type: DNSKEY, ttl: policy.ttl, rdata: dnskeyOf(key) }));
}

/**
 * The zone with what our nameservers say of its keys, where they sign it: DNSKEY, CDS, CDNSKEY and CSYNC, the last with serial 0. Signatures and
 * denials, which no plain question shows, are not there.
 */
export function withKeyRecords(zone: Zone): Zone {
  const policy = policyIn(zone);
  if (policy === undefined) return zone;
  const { origin, records } = zone;
  return {
    origin,
    records: [...records, ...keyRecords(origin, 0, policy).map((made) => ({ ...made, owner: origin }))],
  };
}
