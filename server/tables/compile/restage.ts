import type { RecordView } from "../../../dns/zone-file/record-view.ts";
import { journalOf } from "../journals.ts";
import { forEachNode } from "../node-index.ts";
import {
  IS_WILDCARD,
  NODE_INFO,
  NODE_NAME,
  RECORD_HEAD,
  ROW,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_TYPE,
  type Tables,
} from "../tables.ts";
import { addRecord, type StagedZone, type Staging } from "./staging.ts";
import { expandName, makeOwner, setOwner } from "./template.ts";
import { planOf } from "./type-plan.ts";

/**
 * Adds the records of a zone as they stand in tables that are served: for a zone whose file has become unusable while
 * others change. `number` is the zone's in these tables. Owners come out in lower case, and names in rdata that were
 * compressed against them; no answer differs by it.
 *
 * @param wanted which records are added, all unless it says so; the journal goes with all of them
 */
export function restageZone(
  staging: Staging,
  zone: StagedZone,
  tables: Tables,
  number: number,
  wanted?: (record: RecordView) => boolean,
): void {
  view.file = zone.file;
  readServedZone(tables, number, (record) => {
    if (wanted === undefined || wanted(record)) addRecord(staging, zone, record);
  });
  if (wanted === undefined) staging.journals[zone.index] = journalOf(tables, number);
}

/** Reads the records of a zone out of tables, with RRSIGs behind what they cover. One object for all of them. */
export function readServedZone(tables: Tables, number: number, onRecord: (record: RecordView) => void): void {
  forEachNode(tables, number, (node) => {
    selectNode(tables, node);
    const last = node + (tables.rows[node * ROW + NODE_INFO]! >>> 16);
    for (let rrset = node + 1; rrset <= last; rrset++) readRRset(tables, rrset, onRecord);
  });
}

/** Reads the records of one RRset of a node, and then its RRSIGs, in the same object. */
export function readServedRRset(
  tables: Tables,
  node: number,
  rrset: number,
  onRecord: (record: RecordView) => void,
): void {
  selectNode(tables, node);
  readRRset(tables, rrset, onRecord);
}

const view: RecordView = {
  wire: new Uint8Array(256 + 65535),
  ownerLength: 0,
  rdataStart: 0,
  rdataEnd: 0,
  type: 0,
  ttl: 0,
  line: 1,
  column: 1,
  file: "",
};
const owner = makeOwner();

function selectNode({ rows, heap }: Tables, node: number): void {
  const name = rows[node * ROW + NODE_NAME]!;
  const info = rows[node * ROW + NODE_INFO]!;
  const { wire } = view;
  view.ownerLength = info & 0xff;
  for (let at = 0; at < view.ownerLength; at++) wire[at] = heap[name + at]!;
  setOwner(owner, heap, name, view.ownerLength, (info & IS_WILDCARD) !== 0);
}

function readRRset({ rows, heap }: Tables, rrset: number, onRecord: (record: RecordView) => void): void {
  const row = rrset * ROW;
  const begin = rows[row + RRSET_DATA]!;
  const records = (rows[row + RRSET_TYPE]! >>> 16) + (rows[row + RRSET_COUNTS]! & 0xffff); // and their RRSIGs
  let at = begin;
  for (let record = 0; record < records; record++) {
    at = readRecord(heap, begin, at);
    onRecord(view);
  }
}

/** Reads the record at `at` of the template at `begin` into `view`; gives where it ends. */
function readRecord(heap: Uint8Array, begin: number, at: number): number {
  const { wire, ownerLength } = view;
  view.type = (heap[at + 2]! << 8) | heap[at + 3]!;
  view.ttl = ((heap[at + 6]! << 24) | (heap[at + 7]! << 16) | (heap[at + 8]! << 8) | heap[at + 9]!) >>> 0;
  const end = at + RECORD_HEAD + ((heap[at + 10]! << 8) | heap[at + 11]!);
  let from = at + RECORD_HEAD;
  let to = ownerLength;
  for (const gap of planOf(view.type).compressible) {
    for (const stop = from + gap; from < stop; from++) wire[to++] = heap[from]!;
    to += expandName(heap, begin, owner, from - begin, wire.subarray(to));
    from = endOfName(heap, from);
  }
  while (from < end) wire[to++] = heap[from++]!;
  view.rdataStart = ownerLength;
  view.rdataEnd = to;
  return end;
}

/** Where a name ends in a template: behind the root's label or a pointer. */
function endOfName(heap: Uint8Array, start: number): number {
  let at = start;
  while (heap[at] !== 0) {
    if (heap[at]! >= 0xc0) return at + 2;
    at += 1 + heap[at]!;
  }
  return at + 1;
}
