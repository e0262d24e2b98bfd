import { Reader } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";

/** The serial of an SOA record: after the two names come five numbers of four octets each (RFC 1035 §3.3.13). */
export function serialOf(soa: ZoneRecord): number {
  return Reader.of(soa.rdata.slice(-20, -16)).u32();
}
