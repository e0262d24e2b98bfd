import { Reader } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { ZoneModel } from "./zone-model.ts";

/** The SOA as a negative answer has it: its TTL is the lesser of its own and its MINIMUM field (RFC 2308 §3). */
export function negativeSoa({ soa }: ZoneModel): ZoneRecord {
  return { ...soa, ttl: Math.min(soa.ttl, minimumOf(soa)) };
}

function minimumOf({ rdata }: ZoneRecord): number {
  return Reader.of(rdata.slice(-4)).u32();
}
