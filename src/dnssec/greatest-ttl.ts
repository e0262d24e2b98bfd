import type { ZoneRecord } from "../../dns/zone.ts";

/**
 * For how long a cache may hold something of a zone, in seconds. What says that something is not there is held for no longer
 * than the TTL of the SOA (RFC 2308 §5), which is among the records.
 */
export function greatestTtl(records: readonly Pick<ZoneRecord, "ttl">[]): number {
  return records.reduce((greatest, { ttl }) => Math.max(greatest, ttl), 0);
}
