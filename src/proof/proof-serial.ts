import type { ZoneRecord } from "../../dns/zone.ts";

/** The data of a SOA with serial 1: the serial is the first of the five numbers at the end (RFC 1035 §3.3.13). */
export function withProofSerial({ rdata }: ZoneRecord): string {
  return `${rdata.slice(0, -20)}\0\0\0\x01${rdata.slice(-16)}`;
}
