import { SOA } from "../../dns/type-numbers.ts";
import { expandName, makeOwner, setOwner } from "../tables/compile/template.ts";
import { planOf } from "../tables/compile/type-plan.ts";
import {
  IS_WILDCARD,
  NODE_INFO,
  NODE_NAME,
  NODE_ZONE,
  RECORD_HEAD,
  ROW,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_NEGATIVE_SOA,
  ZONE_SIZE,
} from "../tables/tables.ts";
import { keepRecord, page, writeName, writeOwner } from "./page.ts";

/** Where a transfer has come to. */
export interface ZoneCursor {
  readonly tables: Tables;
  /** Its zone, by its number in the tables. */
  readonly zone: number;
  /** Behind the last node of the tables. */
  readonly end: number;
  /** The node at hand, and the row of the RRset in it that comes next. */
  node: number;
  rrset: number;
  /** Of that RRset: how many records have been written, and where the next one stands in the heap. */
  record: number;
  at: number;
}

/** Before the first record of a zone that is served. */
export function startZone(tables: Tables, zone: number): ZoneCursor {
  const node = tables.zones[zone * ZONE_SIZE + ZONE_APEX]!;
  return { tables, zone, end: endOfNodes(tables), node, rrset: node + 1, record: 0, at: -1 };
}

/**
 * Writes the next records as far as there is room; true when that were all. The SOA is not among them, everything else is,
 * each once: what lies below a cut and what no question finds, too (RFC 5936 §2.2 and §3.5). Owners are in lower case.
 */
export function writeZoneRecords(cursor: ZoneCursor): boolean {
  const { tables, zone, end } = cursor;
  const { rows } = tables;
  while (cursor.node < end && rows[cursor.node * ROW + NODE_ZONE] === zone) {
    const last = cursor.node + (rows[cursor.node * ROW + NODE_INFO]! >>> 16);
    if (cursor.rrset <= last) {
      selectOwner(tables, cursor.node);
      for (; cursor.rrset <= last; cursor.rrset++) {
        if (!writeRRset(cursor)) return false;
        cursor.record = 0;
        cursor.at = -1;
      }
    }
    cursor.node = last + 1;
    cursor.rrset = cursor.node + 1;
  }
  return true;
}

/** Writes the SOA of a zone; false where there is no room for it. */
export function writeSoa(tables: Tables, zone: number): boolean {
  const { rows } = tables;
  const apex = tables.zones[zone * ZONE_SIZE + ZONE_APEX]!;
  let rrset = apex + 1;
  while ((rows[rrset * ROW + RRSET_TYPE]! & 0xffff) !== SOA) rrset += 1; // a zone that is served has one
  selectOwner(tables, apex);
  const data = rows[rrset * ROW + RRSET_DATA]!;
  return writeRecord(tables.heap, data, data) >= 0;
}

/** Octets that the records and names of a zone take in the tables: about as many as in a transfer. */
export function zoneOctets(tables: Tables, zone: number): number {
  const { rows, zones } = tables;
  const start = rows[zones[zone * ZONE_SIZE + ZONE_APEX]! * ROW + NODE_NAME]!;
  const next = zones[(zone + 1) * ZONE_SIZE + ZONE_APEX];
  const end =
    next === undefined ? rows[endOfNodes(tables) * ROW + RRSET_DATA]! : rows[next * ROW + NODE_NAME]!;
  return end - start;
}

const owner = makeOwner();
const name = new Uint8Array(256);

/** Behind the nodes stand the SOAs of negative answers: of the first zone that is served first. */
function endOfNodes({ zones }: Tables): number {
  for (let row = ZONE_NEGATIVE_SOA; row < zones.length; row += ZONE_SIZE) {
    if (zones[row]! >= 0) return zones[row]!;
  }
  return 0;
}

function selectOwner({ rows, heap }: Tables, node: number): void {
  const info = rows[node * ROW + NODE_INFO]!;
  setOwner(owner, heap, rows[node * ROW + NODE_NAME]!, info & 0xff, (info & IS_WILDCARD) !== 0);
}

/** Writes the rest of the RRset at hand and of its RRSIGs. */
function writeRRset(cursor: ZoneCursor): boolean {
  const { rows, heap } = cursor.tables;
  const row = cursor.rrset * ROW;
  const begin = rows[row + RRSET_DATA]!;
  const records = (rows[row + RRSET_TYPE]! >>> 16) + (rows[row + RRSET_COUNTS]! & 0xffff);
  if (cursor.at < 0) cursor.at = begin;
  for (; cursor.record < records; cursor.record++) {
    const isSoa = heap[cursor.at + 2] === 0 && heap[cursor.at + 3] === SOA;
    const next = isSoa ? endOfRecord(heap, cursor.at) : writeRecord(heap, begin, cursor.at);
    if (next < 0) return false;
    cursor.at = next;
  }
  return true;
}

function endOfRecord(heap: Uint8Array, at: number): number {
  return at + RECORD_HEAD + ((heap[at + 10]! << 8) | heap[at + 11]!);
}

/** Writes the record at `at` of the template at `begin`. Gives where it ends there, -1 where there is no room for it. */
function writeRecord(heap: Uint8Array, begin: number, at: number): number {
  const start = page.at;
  writeOwner(owner.names, owner.start);
  const { out } = page;
  const end = endOfRecord(heap, at);
  const type = (heap[at + 2]! << 8) | heap[at + 3]!;
  let to = page.at;
  let from = at + 2; // behind the pointer to the owner
  for (const stop = at + RECORD_HEAD; from < stop; from++) out[to++] = heap[from]!;
  const lengthAt = to - 2;
  const gaps = planOf(type).compressible;
  for (let index = 0; index < gaps.length; index++) {
    for (const stop = from + gaps[index]!; from < stop; from++) out[to++] = heap[from]!;
    expandName(heap, begin, owner, from - begin, name);
    page.at = to;
    writeName(name, 0);
    to = page.at;
    from = endOfPacked(heap, from);
  }
  while (from < end) out[to++] = heap[from++]!;
  const size = to - lengthAt - 2;
  out[lengthAt] = size >>> 8;
  out[lengthAt + 1] = size;
  page.at = to;
  return keepRecord(start) ? end : -1;
}

/** Where a name ends in a template: behind the root's label or a pointer. */
function endOfPacked(heap: Uint8Array, start: number): number {
  let at = start;
  while (heap[at] !== 0) {
    if (heap[at]! >= 0xc0) return at + 2;
    at += 1 + heap[at]!;
  }
  return at + 1;
}
