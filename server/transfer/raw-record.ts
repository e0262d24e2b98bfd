import type { RecordView } from "../../dns/zone-file/record-view.ts";
import { u32 } from "../tables/journals.ts";
import { writeOwner } from "./owner-names.ts";
import { keepRecord, page, writeOctets } from "./page.ts";

/** Octets of a record of a journal: in wire form, with whole names. */
export function rawLength({ ownerLength, rdataStart, rdataEnd }: RecordView): number {
  return ownerLength + TAIL + rdataEnd - rdataStart;
}

/** Writes a record as it stands in journals; gives where it ends. */
export function putRawRecord(record: RecordView, into: Uint8Array, start: number): number {
  const { wire, ownerLength, rdataStart, rdataEnd, type, ttl } = record;
  let to = start;
  for (let at = 0; at < ownerLength; at++) into[to++] = wire[at]!;
  into[to++] = type >>> 8;
  into[to++] = type;
  into[to++] = 0;
  into[to++] = CLASS_IN;
  into[to++] = ttl >>> 24;
  into[to++] = ttl >>> 16;
  into[to++] = ttl >>> 8;
  into[to++] = ttl;
  into[to++] = (rdataEnd - rdataStart) >>> 8;
  into[to++] = rdataEnd - rdataStart;
  for (let at = rdataStart; at < rdataEnd; at++) into[to++] = wire[at]!;
  return to;
}

/** Reads the record at `at` of a journal into `into`, as the reader of zone files shows it; gives where it ends there. */
export function readRawRecord(journal: Uint8Array, at: number, into: RecordView): number {
  let from = at;
  while (journal[from] !== 0) from += 1 + journal[from]!;
  from += 1;
  const start = from + TAIL;
  const end = start + ((journal[start - 2]! << 8) | journal[start - 1]!);
  into.wire.set(journal.subarray(at, from));
  into.wire.set(journal.subarray(start, end), from - at);
  into.ownerLength = from - at;
  into.rdataStart = from - at;
  into.rdataEnd = from - at + end - start;
  into.type = (journal[from]! << 8) | journal[from + 1]!;
  into.ttl = u32(journal, from + 4);
  return end;
}

/** Writes the record at `at` of a journal into `page`. Gives where it ends there, -1 where there is no room for it. */
export function writeRawRecord(journal: DataView, at: number): number {
  const start = page.at;
  writeOwner(journal, at);
  let from = at;
  while (journal.getUint8(from) !== 0) from += 1 + journal.getUint8(from);
  from += 1;
  const end = from + TAIL + journal.getUint16(from + TAIL - 2);
  writeOctets(journal, from, end);
  return keepRecord(start) ? end : -1;
}

const CLASS_IN = 1;
const TAIL = 10; // type, class, TTL, length (RFC 1035 §3.2.1)
