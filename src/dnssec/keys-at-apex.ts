import { keyOf } from "../../dns/name.ts";
import { dnskeyOf } from "../../dns/signing/key-records.ts";
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
