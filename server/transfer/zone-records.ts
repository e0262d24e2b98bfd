import { SOA } from "../../dns/type-numbers.ts";
import { MAX_POINTER } from "../answer/limits.ts";
import { u16 } from "../query/query-record.ts";
import { HEADER_LENGTH } from "../query/question.ts";
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
import { placeOfOwnerSuffix, writeName, writeOwner, writePointer } from "./owner-names.ts";
import { keepRecord, page, viewOf, writeOctets } from "./page.ts";

/** Where a transfer has come to. */
export interface ZoneCursor {
  readonly tables: Tables;
  /** Of its heap. */
  readonly view: DataView;
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
  const view = viewOf(tables.heap);
  return { tables, view, zone, end: endOfNodes(tables), node, rrset: node + 1, record: 0, at: -1 };
}

/**
 * Writes the next records as far as there is room; true when that were all. The SOA is not among them, everything else is,
 * each once: what lies below a cut and what no question finds, too (RFC 5936 §2.2 and §3.5). Owners are in lower case.
 */
export function writeZoneRecords(cursor: ZoneCursor): boolean {
  const isWhole = writeNodes(cursor);
  forgetTables();
  return isWhole;
}

function writeNodes(cursor: ZoneCursor): boolean {
  const { tables, zone, end } = cursor;
  const { rows } = tables;
  while (cursor.node < end && rows[cursor.node * ROW + NODE_ZONE] === zone) {
    const last = cursor.node + (rows[cursor.node * ROW + NODE_INFO]! >>> 16);
    if (cursor.rrset <= last) {
      selectOwner(tables, cursor.node);
      for (; cursor.rrset <= last; cursor.rrset++) {
        if (!writeRRset(cursor)) return false;
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
  const { heap } = tables;
  const data = rows[rrset * ROW + RRSET_DATA]!;
  const isWritten = writeRecord(viewOf(heap), heap, data, data, endOfRecord(heap, data), SOA);
  forgetTables();
  return isWritten;
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
const nameView = viewOf(name);

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

/** Tables are served no more one day, and go when nobody has them. */
function forgetTables(): void {
  owner.names = NOTHING;
}

const NOTHING = new Uint8Array(0);

/** Writes the rest of the RRset at hand and of its RRSIGs. */
function writeRRset(cursor: ZoneCursor): boolean {
  const { rows, heap } = cursor.tables;
  const row = cursor.rrset * ROW;
  const begin = rows[row + RRSET_DATA]!;
  const records = (rows[row + RRSET_TYPE]! >>> 16) + (rows[row + RRSET_COUNTS]! & 0xffff);
  let at = cursor.at < 0 ? begin : cursor.at;
  for (let { record } = cursor; record < records; record++) {
    const type = u16(heap, at + 2);
    const end = endOfRecord(heap, at);
    if (type !== SOA && !writeRecord(cursor.view, heap, begin, at, end, type)) {
      cursor.record = record;
      cursor.at = at;
      return false;
    }
    at = end;
  }
  cursor.record = 0;
  cursor.at = -1;
  return true;
}

function endOfRecord(heap: Uint8Array, at: number): number {
  return at + RECORD_HEAD + u16(heap, at + RECORD_HEAD - 2);
}

/** Writes the record from `at` to `end` of the template at `begin`; false where there is no room for it. */
function writeRecord(
  view: DataView,
  heap: Uint8Array,
  begin: number,
  at: number,
  end: number,
  type: number,
): boolean {
  const start = page.at;
  writeOwner(view, owner.start);
  if (type !== lastType) {
    lastType = type;
    lastGaps = planOf(type).compressible;
  }
  const head = at + 2; // behind the pointer to the owner
  if (lastGaps.length === 0) writeOctets(view, head, end);
  else {
    const rdata = page.at + RECORD_HEAD - 2;
    let from = head;
    let next = at + RECORD_HEAD;
    for (let index = 0; index < lastGaps.length; index++) {
      next += lastGaps[index]!;
      writeOctets(view, from, next);
      from = writePacked(view, heap, begin, next);
      next = from;
    }
    writeOctets(view, from, end);
    const size = page.at - rdata;
    page.out[rdata - 2] = size >>> 8;
    page.out[rdata - 1] = size;
  }
  return keepRecord(start);
}

/** Where the compressible names of a type stand, which is asked for again and again. */
let lastType = -1;
let lastGaps: readonly number[] = [];

/**
 * Writes the name at `start` of the template at `begin`, and gives where it ends there. A template has its names compressed
 * against their owner, as they are to be here: then only the pointer is another.
 */
function writePacked(view: DataView, heap: Uint8Array, begin: number, start: number): number {
  let at = start;
  while (heap[at] !== 0 && heap[at]! < POINTER) at += 1 + heap[at]!;
  if (heap[at] !== 0) {
    const ownerEnd = HEADER_LENGTH + owner.length;
    const pointer = u16(heap, at) & MAX_POINTER;
    const place = pointer < ownerEnd ? placeOfOwnerSuffix(ownerEnd - pointer) : 0;
    if (place > 0) {
      writeOctets(view, start, at);
      writePointer(place);
      return at + 2;
    }
  }
  expandName(heap, begin, owner, start - begin, name);
  writeName(nameView, 0);
  return heap[at] === 0 ? at + 1 : at + 2;
}

const POINTER = 0xc0; // RFC 1035 §4.1.4
