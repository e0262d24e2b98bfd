import { compareSerials } from "../../dns/serial.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { findRRset } from "../answer/lookup.ts";
import { readServedRRset } from "../tables/compile/restage.ts";
import { journalOf, STEP_HEAD, stepBehind, writeStepHead } from "../tables/journals.ts";
import { forEachNode, indexedNode, indexNodes } from "../tables/node-index.ts";
import {
  NODE_INFO,
  NODE_NAME,
  ROW,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_LENGTHS,
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_SIZE,
} from "../tables/tables.ts";
import { serialOfZone } from "../tables/zone-serial.ts";
import { putRawRecord, rawLength } from "./raw-record.ts";

/** A zone in tables, where it has this number. */
export interface ZoneInTables {
  readonly tables: Tables;
  readonly number: number;
}

/**
 * The journal of a zone that was served by other tables before: the one of then, and the step from then to now. The oldest steps go
 * where there are more than `most` octets; where the last one alone has more, or the serial is not greater, nothing is left and
 * whoever has a former serial takes the whole zone.
 */
export function journalSince(before: ZoneInTables, now: ZoneInTables, most: number): Uint8Array {
  const step = stepSince(before, now, most);
  if (step === undefined) return NOTHING;
  const former = journalOf(before.tables, before.number);
  let start = 0;
  while (former.length - start + step.length > most) start = stepBehind(former, start);
  const journal = new Uint8Array(former.length - start + step.length);
  journal.set(former.subarray(start));
  journal.set(step, former.length - start);
  return journal;
}

const NOTHING = new Uint8Array(0);

/** The step alone, as it stands in journals; undefined where it has more octets than `most`, or the serial is not greater. */
export function stepSince(before: ZoneInTables, now: ZoneInTables, most: number): Uint8Array | undefined {
  const from = serialOfZone(before.tables, before.number);
  const isGreater = compareSerials(from, serialOfZone(now.tables, now.number)) === -1;
  return !isGreater || signatureOctets(before, now) > most ? undefined : stepBetween(before, now, from, most);
}

/** Octets of all signatures of a zone. */
export function signatureOctetsOf({ tables, number }: ZoneInTables): number {
  let octets = 0;
  forEachNode(tables, number, (node) => {
    const last = node + (tables.rows[node * ROW + NODE_INFO]! >>> 16);
    for (let rrset = node + 1; rrset <= last; rrset++)
      octets += tables.rows[rrset * ROW + RRSET_LENGTHS]! >>> 16;
  });
  return octets;
}

/** What other signatures over the same records take at least, at the turn of a window nearly all: a look that makes nothing. */
function signatureOctets(before: ZoneInTables, now: ZoneInTables): number {
  let octets = 0;
  forEachRRset(before, now, (_, former, __, rrset) => {
    if (rrset < 0 || former < 0) return;
    const lengths = before.tables.rows[former * ROW + RRSET_LENGTHS]! >>> 16;
    const start =
      before.tables.rows[former * ROW + RRSET_DATA]! +
      (before.tables.rows[former * ROW + RRSET_LENGTHS]! & 0xffff);
    const other =
      now.tables.rows[rrset * ROW + RRSET_DATA]! + (now.tables.rows[rrset * ROW + RRSET_LENGTHS]! & 0xffff);
    let same = 0;
    while (same < lengths && before.tables.heap[start + same] === now.tables.heap[other + same]) same += 1;
    if (same < lengths) octets += 2 * lengths;
  });
  return octets;
}

function stepBetween(
  before: ZoneInTables,
  now: ZoneInTables,
  from: number,
  most: number,
): Uint8Array | undefined {
  const removed = new RawRecords(most - STEP_HEAD);
  const added = new RawRecords(most - STEP_HEAD);
  // Each part begins with the SOA of its time (RFC 1995 §4).
  removed.addAll(rawRecords(before.tables, ...soaOf(before)).slice(0, 1));
  added.addAll(rawRecords(now.tables, ...soaOf(now)).slice(0, 1));
  forEachRRset(before, now, (formerNode, former, node, rrset) => {
    if (removed.length + added.length > most) return;
    if (former >= 0 && rrset >= 0 && isSame(before.tables, former, now.tables, rrset)) return;
    const theirs = former < 0 ? [] : withoutSoa(rawRecords(before.tables, formerNode, former));
    const ours = rrset < 0 ? [] : withoutSoa(rawRecords(now.tables, node, rrset));
    removed.addAll(lacking(theirs, ours));
    added.addAll(lacking(ours, theirs));
  });
  const octets = STEP_HEAD + removed.length + added.length;
  if (octets > most) return undefined;
  const step = new Uint8Array(octets);
  writeStepHead(step, 0, from, octets - STEP_HEAD);
  step.set(removed.octets.subarray(0, removed.length), STEP_HEAD);
  step.set(added.octets.subarray(0, added.length), STEP_HEAD + removed.length);
  return step;
}

/** Tells each RRset that one of both has: its node and itself before, and now; -1 for what is not there. */
function forEachRRset(
  before: ZoneInTables,
  now: ZoneInTables,
  onRRset: (formerNode: number, former: number, node: number, rrset: number) => void,
): void {
  const formerNodes = indexNodes(before.tables, before.number);
  const nodes = indexNodes(now.tables, now.number);
  forEachNode(before.tables, before.number, (former) => {
    const { rows, heap } = before.tables;
    const info = rows[former * ROW + NODE_INFO]!;
    const node = indexedNode(nodes, heap, rows[former * ROW + NODE_NAME]!, info & 0xff);
    for (let rrset = former + 1; rrset <= former + (info >>> 16); rrset++) {
      const type = rows[rrset * ROW + RRSET_TYPE]! & 0xffff;
      onRRset(former, rrset, node, node < 0 ? -1 : findRRset(now.tables, node, type));
    }
  });
  forEachNode(now.tables, now.number, (node) => {
    const { rows, heap } = now.tables;
    const info = rows[node * ROW + NODE_INFO]!;
    const former = indexedNode(formerNodes, heap, rows[node * ROW + NODE_NAME]!, info & 0xff);
    for (let rrset = node + 1; rrset <= node + (info >>> 16); rrset++) {
      const type = rows[rrset * ROW + RRSET_TYPE]! & 0xffff;
      if (former < 0 || findRRset(before.tables, former, type) < 0) onRRset(former, -1, node, rrset);
    }
  });
}

/** Both have the same records and signatures: of the same owner they are the same octets. */
function isSame(a: Tables, one: number, b: Tables, other: number): boolean {
  for (const column of [RRSET_TYPE, RRSET_LENGTHS, RRSET_COUNTS]) {
    if (a.rows[one * ROW + column] !== b.rows[other * ROW + column]) return false;
  }
  const lengths = a.rows[one * ROW + RRSET_LENGTHS]!;
  const octets = (lengths & 0xffff) + (lengths >>> 16);
  const start = a.rows[one * ROW + RRSET_DATA]!;
  const begin = b.rows[other * ROW + RRSET_DATA]!;
  let at = 0;
  while (at < octets && a.heap[start + at] === b.heap[begin + at]) at += 1;
  return at === octets;
}

function soaOf({ tables, number }: ZoneInTables): [node: number, rrset: number] {
  const apex = tables.zones[number * ZONE_SIZE + ZONE_APEX]!;
  return [apex, findRRset(tables, apex, SOA)];
}

/** The records of an RRset and its RRSIGs, as they stand in journals. */
function rawRecords(tables: Tables, node: number, rrset: number): Buffer[] {
  const records: Buffer[] = [];
  readServedRRset(tables, node, rrset, (record) => {
    const raw = Buffer.alloc(rawLength(record));
    putRawRecord(record, raw, 0);
    records.push(raw);
  });
  return records;
}

function withoutSoa(records: readonly Buffer[]): readonly Buffer[] {
  return records.filter((raw) => {
    let type = 0;
    while (raw[type] !== 0) type += 1 + raw[type]!;
    return raw.readUInt16BE(type + 1) !== SOA;
  });
}

function lacking(records: readonly Buffer[], others: readonly Buffer[]): Buffer[] {
  const known = new Set(others.map((raw) => raw.toString("latin1")));
  return records.filter((raw) => !known.has(raw.toString("latin1")));
}

/** Records one after the other, as long as there is room: from then on it has more than that. */
class RawRecords {
  octets = new Uint8Array(1 << 12);
  length = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  addAll(records: readonly Uint8Array[]): void {
    for (const raw of records) {
      const end = this.length + raw.length;
      if (end <= this.#most) {
        if (end > this.octets.length) {
          const larger = new Uint8Array(Math.max(end, 2 * this.octets.length));
          larger.set(this.octets.subarray(0, this.length));
          this.octets = larger;
        }
        this.octets.set(raw, this.length);
      }
      this.length = end;
    }
  }
}
