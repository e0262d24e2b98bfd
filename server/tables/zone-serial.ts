import { RECORD_HEAD, ROW, RRSET_DATA, type Tables, ZONE_NEGATIVE_SOA, ZONE_SIZE } from "./tables.ts";

/** The serial in the SOA of a zone, which is known by its number in the tables. */
export function serialOfZone({ zones, rows, heap }: Tables, zone: number): number {
  const soa = zones[zone * ZONE_SIZE + ZONE_NEGATIVE_SOA]!;
  const record = rows[soa * ROW + RRSET_DATA]!;
  const length = (heap[record + RECORD_HEAD - 2]! << 8) | heap[record + RECORD_HEAD - 1]!;
  const at = record + RECORD_HEAD + length - TAIL;
  return ((heap[at]! << 24) | (heap[at + 1]! << 16) | (heap[at + 2]! << 8) | heap[at + 3]!) >>> 0;
}

const TAIL = 20; // serial and four timers end the rdata (RFC 1035 §3.3.13)
