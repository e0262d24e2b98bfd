import type { Position } from "../../../dns/problem.ts";
import type { RecordView } from "../../../dns/zone-file/record-view.ts";
import { makeNameBuffer, type NameBuffer, readName, readSibling } from "../../query/name.ts";
import { IS_APEX, IS_BROKEN, IS_HIDDEN, IS_WILDCARD } from "../tables.ts";

/** A zone while it is read. */
export interface StagedZone {
  /** Its number, the row in the table of zones. */
  readonly index: number;
  /** Wire form of the origin, as written. */
  readonly origin: Uint8Array;
  /** The file that was named; problems without a better place are reported there. */
  readonly file: string;
  /** Its apex. */
  readonly apex: number;
  /** It cannot be loaded: it has no records, and all that it is asked is answered SERVFAIL. */
  readonly isBroken: boolean;
  records: number;
}

/**
 * Records as they are read from zone files, in columns instead of objects. Each owner gets a node at once, and so do
 * the names between it and the apex; ancestors always have smaller numbers than what is below them.
 */
export interface Staging {
  readonly zones: StagedZone[];
  /** Which files the records are of: those of a run are its first and all up to the next run. */
  readonly runs: { readonly file: string; readonly first: number }[];
  /** Nodes in columns STAGED_…, numbered as they were met. */
  nodes: Int32Array;
  nodeCount: number;
  names: Uint8Array;
  namesLength: number;
  recordCount: number;
  /** The next record of the same node, -1 at the end. */
  next: Int32Array;
  types: Uint16Array;
  ttls: Uint32Array;
  /** Where the rdata stands in `rdata`; it ends where that of the next record begins. */
  starts: Uint32Array;
  lines: Uint32Array;
  columns: Uint16Array;
  rdata: Uint8Array;
  rdataLength: number;
  /** Open addressing from zone and name to node: pairs of hash and node + 1. The last nodes may not be in it yet. */
  slots: Int32Array;
  /** How many nodes are in `slots`. */
  indexedCount: number;
  /**
   * A bit for each hash of a node (modulo their number): a name whose bit is not set has none. Most names of a zone are new when they are read,
   * and these bits lie close together, where a look into the slots waits for memory.
   */
  readonly marks: Int32Array;
  /** The journals of zones, by their numbers (see `journalOf`); none where nothing is known of former serials. */
  readonly journals: Uint8Array[];
  /** How many octets a journal may take that is written when the tables are made, by the zone's number; it has no other. */
  readonly journalRooms: Map<number, number>;
}

/** Columns of a staged node. */
export const STAGED = 8;
/** Where its name stands in `names`. */
export const STAGED_NAME = 0;
/** Length of the name (8 bits) and flags, as in NODE_INFO. */
export const STAGED_INFO = 1;
/** Its first record, -1 for none. */
export const STAGED_FIRST = 2;
/** Its last record, as long as records come. */
const STAGED_LAST = 3;
/** From then on the row that it gets in the tables. */
export const STAGED_ROW = STAGED_LAST;
/** Its zone. */
export const STAGED_ZONE = 4;
/** The node one label up, -1 for an apex. */
export const STAGED_PARENT = 5;
/** As NODE_COVER. */
export const STAGED_COVER = 6;
/** The hash of its name. */
export const STAGED_HASH = 7;

/**
 * Nothing yet, with room for what zone files of so many octets hold: no line of a usual file has less than 16. What stays
 * unused costs address space, not memory; only the slots are used all over, so these grow.
 */
export function makeStaging(octets: number): Staging {
  const records = Math.max(64, octets >>> 4);
  return {
    zones: [],
    runs: [],
    nodes: new Int32Array(records * STAGED),
    nodeCount: 0,
    names: new Uint8Array(Math.max(1024, octets * 2)), // the file writes them without the origin
    namesLength: 0,
    recordCount: 0,
    next: new Int32Array(records),
    types: new Uint16Array(records),
    ttls: new Uint32Array(records),
    starts: new Uint32Array(records + 1),
    lines: new Uint32Array(records),
    columns: new Uint16Array(records),
    rdata: new Uint8Array(Math.max(1024, octets)),
    rdataLength: 0,
    slots: new Int32Array(2 * powerOfTwo(records)),
    indexedCount: 0,
    marks: new Int32Array((MARKS_PER_RECORD * powerOfTwo(records)) / 32),
    journals: [],
    journalRooms: new Map(),
  };
}

const MARKS_PER_RECORD = 8; // of names that are new, one in ten may be looked for in vain

/** Begins a zone; records added from now on belong to it. A broken one gets none (see `StagedZone.isBroken`). */
export function addZone(staging: Staging, origin: Uint8Array, file: string, isBroken = false): StagedZone {
  readName(owner, origin, 0, origin.length);
  const index = staging.zones.length;
  const apex = addNode(staging, owner, 0, index, -1);
  staging.nodes[apex * STAGED + STAGED_INFO]! |= isBroken ? IS_APEX | IS_BROKEN : IS_APEX;
  const zone = { index, origin, file, apex, isBroken, records: 0 };
  staging.zones.push(zone);
  lastNode = -1;
  beginRun(staging, file);
  return zone;
}

/** Adds a record to the zone begun last. False when its owner is not in the zone, and nothing was added. */
export function addRecord(staging: Staging, zone: StagedZone, record: RecordView): boolean {
  const node = ownerNode(staging, zone, record);
  if (node < 0) return false;
  const row = staging.recordCount;
  if (row === staging.types.length) growRecords(staging);
  const size = record.rdataEnd - record.rdataStart;
  if (staging.rdataLength + size > staging.rdata.length) {
    staging.rdata = grownOctets(staging.rdata, staging.rdataLength + size);
  }
  if (record.file !== lastFile) beginRun(staging, record.file);
  staging.recordCount = row + 1;
  staging.types[row] = record.type;
  staging.ttls[row] = record.ttl;
  staging.lines[row] = record.line;
  staging.columns[row] = Math.min(record.column, 0xffff);
  const { rdata } = staging;
  const { wire } = record;
  let to = staging.rdataLength;
  for (let from = record.rdataStart; from < record.rdataEnd; from++) rdata[to++] = wire[from]!;
  staging.rdataLength = to;
  staging.starts[row + 1] = to;
  append(staging, node, row);
  zone.records += 1;
  return true;
}

/** Gives a record of the zone begun last other data. */
export function replaceRdata(staging: Staging, record: number, data: Uint8Array): void {
  const { starts, recordCount } = staging;
  const start = starts[record]!;
  const end = starts[record + 1]!;
  const more = data.length - (end - start);
  if (staging.rdataLength + more > staging.rdata.length) {
    staging.rdata = grownOctets(staging.rdata, staging.rdataLength + more);
  }
  staging.rdata.copyWithin(end + more, end, staging.rdataLength);
  staging.rdata.set(data, start);
  staging.rdataLength += more;
  for (let later = record + 1; later <= recordCount; later++) starts[later]! += more;
}

/** Where a record stands in its file. */
export function positionOf(staging: Staging, record: number): Position {
  return {
    file: staging.runs.findLast(({ first }) => first <= record)!.file, // a zone begins with a run
    line: staging.lines[record]!,
    column: staging.columns[record]!,
  };
}

/** The node of a zone with the name from label `label` on, -1 for none. */
function stagedNode(staging: Staging, name: NameBuffer, label: number, zone: number): number {
  const hash = zoneHash(name.hash[label]!, zone);
  if (!isMarked(staging.marks, hash)) return -1;
  if (staging.indexedCount < staging.nodeCount) indexNodes(staging);
  const { slots, nodes } = staging;
  const mask = slots.length / 2 - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const node = slots[2 * slot + 1]! - 1;
    if (node < 0) return -1;
    if (slots[2 * slot] === hash && nodes[node * STAGED + STAGED_ZONE] === zone) {
      if (hasName(staging, node, name, label)) return node;
    }
  }
}

/** The same for names that exist: -1 for the owner of an NSEC3 alone, too (RFC 5155 §7.2.8), as `findCovers` marked it. */
export function existingNode(staging: Staging, name: NameBuffer, label: number, zone: number): number {
  const node = stagedNode(staging, name, label, zone);
  return node >= 0 && (staging.nodes[node * STAGED + STAGED_INFO]! & IS_HIDDEN) !== 0 ? -1 : node;
}

// The owner read last. Records of a name stand together in most files, so it is worth a look.
const owner = makeNameBuffer();
let lastNode = -1;
let lastFile = "";

function ownerNode(staging: Staging, zone: StagedZone, record: RecordView): number {
  const { wire, ownerLength } = record;
  if (lastNode >= 0 && ownerLength === owner.length) {
    const { octets } = owner;
    let at = 0;
    while (at < ownerLength && wire[at] === octets[at]) at += 1;
    if (at === ownerLength) return lastNode;
  }
  const parent = lastNode < 0 ? -1 : staging.nodes[lastNode * STAGED + STAGED_PARENT]!;
  if (parent >= 0 && readSibling(owner, wire, ownerLength)) {
    lastNode = stagedNode(staging, owner, 0, zone.index);
    if (lastNode < 0) lastNode = addNode(staging, owner, 0, zone.index, parent);
  } else {
    readName(owner, wire, 0, ownerLength);
    lastNode = findOrAdd(staging, owner, 0, zone);
  }
  return lastNode;
}

/** The node of this name, made with all that are missing above it; -1 where the name is not in the zone. */
function findOrAdd(staging: Staging, name: NameBuffer, label: number, zone: StagedZone): number {
  const found = stagedNode(staging, name, label, zone.index);
  if (found >= 0) return found;
  if (label === name.labels) return -1;
  const parent = findOrAdd(staging, name, label + 1, zone);
  return parent < 0 ? -1 : addNode(staging, name, label, zone.index, parent);
}

function addNode(staging: Staging, name: NameBuffer, label: number, zone: number, parent: number): number {
  const node = staging.nodeCount;
  if ((node + 1) * STAGED > staging.nodes.length) growNodes(staging);
  const start = name.labelAt[label]!;
  const length = name.length - start;
  if (staging.namesLength + length > staging.names.length) {
    staging.names = grownOctets(staging.names, staging.namesLength + length);
  }
  const { nodes, names } = staging;
  const row = node * STAGED;
  nodes[row + STAGED_NAME] = staging.namesLength;
  nodes[row + STAGED_INFO] = length | (isWildcard(name, start, parent) ? IS_WILDCARD : 0);
  nodes[row + STAGED_FIRST] = -1;
  nodes[row + STAGED_ZONE] = zone;
  nodes[row + STAGED_PARENT] = parent;
  nodes[row + STAGED_COVER] = -1;
  nodes[row + STAGED_HASH] = name.hash[label]!;
  const { octets } = name;
  let to = staging.namesLength;
  for (let at = start; at < name.length; at++) names[to++] = octets[at]!;
  staging.namesLength = to;
  staging.nodeCount = node + 1;
  mark(staging.marks, zoneHash(name.hash[label]!, zone));
  return node;
}

function isWildcard(name: NameBuffer, start: number, parent: number): boolean {
  return parent >= 0 && name.octets[start] === 1 && name.octets[start + 1] === 0x2a; // "*" (RFC 4592 §2.1.1)
}

function append(staging: Staging, node: number, record: number): void {
  const { nodes, next } = staging;
  const row = node * STAGED;
  next[record] = -1;
  if (nodes[row + STAGED_FIRST] === -1) nodes[row + STAGED_FIRST] = record;
  else next[nodes[row + STAGED_LAST]!] = record;
  nodes[row + STAGED_LAST] = record;
}

function hasName(staging: Staging, node: number, name: NameBuffer, label: number): boolean {
  const { nodes, names } = staging;
  const row = node * STAGED;
  const start = name.labelAt[label]!;
  if ((nodes[row + STAGED_INFO]! & 0xff) !== name.length - start) return false;
  for (let a = nodes[row + STAGED_NAME]!, b = start; b < name.length; a++, b++) {
    if (names[a] !== name.octets[b]) return false;
  }
  return true;
}

function zoneHash(hash: number, zone: number): number {
  return Math.imul(hash ^ zone, 0x9e3779b1 | 0);
}

function mark(marks: Int32Array, hash: number): void {
  marks[(hash >>> 5) & (marks.length - 1)]! |= 1 << hash;
}

function isMarked(marks: Int32Array, hash: number): boolean {
  return ((marks[(hash >>> 5) & (marks.length - 1)]! >>> hash) & 1) !== 0;
}

/** Puts the nodes that came since into the slots: many in a row, so that one does not wait for the memory of another. */
function indexNodes(staging: Staging): void {
  while (staging.nodeCount * 4 > staging.slots.length) growSlots(staging);
  const { slots, nodes, nodeCount } = staging;
  for (let node = staging.indexedCount; node < nodeCount; node++) {
    const row = node * STAGED;
    insert(slots, zoneHash(nodes[row + STAGED_HASH]!, nodes[row + STAGED_ZONE]!), node);
  }
  staging.indexedCount = nodeCount;
}

function insert(slots: Int32Array, hash: number, node: number): void {
  const mask = slots.length / 2 - 1;
  let slot = hash & mask;
  while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
  slots[2 * slot] = hash;
  slots[2 * slot + 1] = node + 1;
}

function growSlots(staging: Staging): void {
  const old = staging.slots;
  const grown = new Int32Array(old.length * 2);
  for (let at = 0; at < old.length; at += 2) {
    if (old[at + 1] !== 0) insert(grown, old[at]!, old[at + 1]! - 1);
  }
  staging.slots = grown;
}

function growNodes(staging: Staging): void {
  const nodes = new Int32Array(staging.nodes.length * 2);
  nodes.set(staging.nodes);
  staging.nodes = nodes;
}

function growRecords(staging: Staging): void {
  const room = staging.types.length * 2;
  const next = new Int32Array(room);
  const types = new Uint16Array(room);
  const ttls = new Uint32Array(room);
  const starts = new Uint32Array(room + 1);
  const lines = new Uint32Array(room);
  const columns = new Uint16Array(room);
  next.set(staging.next);
  types.set(staging.types);
  ttls.set(staging.ttls);
  starts.set(staging.starts);
  lines.set(staging.lines);
  columns.set(staging.columns);
  Object.assign(staging, { next, types, ttls, starts, lines, columns });
}

function grownOctets(octets: Uint8Array, need: number): Uint8Array {
  const grown = new Uint8Array(Math.max(need, octets.length * 2));
  grown.set(octets);
  return grown;
}

function beginRun(staging: Staging, file: string): void {
  lastFile = file;
  staging.runs.push({ file, first: staging.recordCount });
}

function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}
