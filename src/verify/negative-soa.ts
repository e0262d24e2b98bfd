import { Reader } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";

/** The SOA as a negative answer has it, and its signatures, whose TTL is always that of what they sign (RFC 4034 §3). */
export interface NegativeSoa {
  readonly soa: ZoneRecord;
  readonly signatures: readonly ZoneRecord[];
}

/** Makes it of the zone's own: the TTL is the lesser of the SOA's own and its MINIMUM field (RFC 2308 §3). */
export function negativeSoaOf(soa: ZoneRecord, signatures: readonly ZoneRecord[]): NegativeSoa {
  const ttl = Math.min(soa.ttl, minimumOf(soa));
  return { soa: { ...soa, ttl }, signatures: signatures.map((signature) => ({ ...signature, ttl })) };
}

function minimumOf({ rdata }: ZoneRecord): number {
  return Reader.of(rdata.slice(-4)).u32();
}
