import { NSEC, NSEC3 } from "../../dns/type-numbers.ts";
import { query } from "../query/question.ts";
import { areSame, type Octets } from "../tables/octets.ts";
import {
  BY_NSEC,
  BY_NSEC3,
  NO_DENIAL,
  NODE_DENIAL,
  NODE_INFO,
  NODE_NAME,
  NODE_NO_WILDCARD,
  NODE_ZONE,
  RECORD_HEAD,
  ROW,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_LENGTHS,
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_DENIAL,
  ZONE_SIZE,
} from "../tables/tables.ts";
import { aliased } from "./aliased.ts";
import { answer, placeOfSuffix, setOwners } from "./answer.ts";
import { loadCurrentName } from "./chain.ts";
import { copyOctets } from "./copy-octets.ts";
import { findNsec3, findNsecBelow } from "./covering.ts";
import { MAX_CHAIN, MAX_POINTER } from "./limits.ts";
import { findNode, findRRset } from "./lookup.ts";

/** Forgets the proofs of the answer before. */
export function beginProofs(): void {
  count = 0;
  aliasedPlace = -1;
}

/** The current name does not exist, nor a wildcard at its closest encloser (RFC 4035 §3.1.3.2, RFC 5155 §7.2.2). */
export function proveNoName(tables: Tables, encloser: number): void {
  const kind = denialOf(tables, encloser);
  if (kind === NO_DENIAL) return;
  loadCurrentName();
  if (kind === BY_NSEC) {
    add(findNsecUnder(tables, encloser));
    add(tables.rows[encloser * ROW + NODE_NO_WILDCARD]!);
  } else {
    const provable = addEncloserProof(tables, encloser);
    add(tables.rows[provable * ROW + NODE_NO_WILDCARD]!);
  }
}

/**
 * `source` has no data of the type. It is the current name itself (RFC 4035 §3.1.3.1, RFC 5155 §7.2.3 and §7.2.4), or
 * the wildcard it is synthesised from, below `encloser` (RFC 4035 §3.1.3.4, RFC 5155 §7.2.5).
 */
export function proveNoData(tables: Tables, source: number, encloser: number, synthesised: boolean): void {
  const kind = denialOf(tables, source);
  if (kind === NO_DENIAL) return;
  const denial = tables.rows[source * ROW + NODE_DENIAL]!;
  if (synthesised) {
    loadCurrentName();
    if (kind === BY_NSEC) add(findNsecUnder(tables, encloser));
    else addEncloserProof(tables, encloser);
    add(denial);
  } else if (denial >= 0) {
    add(denial);
  } else if (kind === BY_NSEC3) {
    // Opt-out: the name has no NSEC3 of its own.
    loadCurrentName();
    addEncloserProof(tables, source);
  }
}

/**
 * The same for an address that the target of the ALIAS at `source` does not have: the NSEC or NSEC3 of the tables, whose bits
 * are there, gives way to the one of the overlay, wherever it is needed in this answer. Both are the same but for that.
 */
export function proveNoAliased(tables: Tables, source: number, encloser: number, synthesised: boolean): void {
  if (aliased.records === 0) return;
  aliasedPlace = tables.rows[source * ROW + NODE_DENIAL]!;
  proveNoData(tables, source, encloser, synthesised);
}

/** A closer name than the wildcard does not exist (RFC 4035 §3.1.3.3, RFC 5155 §7.2.6). */
export function proveWildcard(tables: Tables, encloser: number): void {
  const kind = denialOf(tables, encloser);
  if (kind === NO_DENIAL) return;
  loadCurrentName();
  if (kind === BY_NSEC) add(findNsecUnder(tables, encloser));
  else add(findNsec3(tables, zoneOf(tables, encloser), query.name, labelOf(tables, encloser) - 1));
}

/** The zone below the cut is not signed (RFC 4035 §3.1.4, RFC 5155 §7.2.7). */
export function proveNoDs(tables: Tables, cut: number): void {
  const kind = denialOf(tables, cut);
  if (kind === NO_DENIAL) return;
  const denial = tables.rows[cut * ROW + NODE_DENIAL]!;
  if (denial >= 0) {
    add(denial);
  } else if (kind === BY_NSEC3) {
    loadCurrentName();
    addEncloserProof(tables, cut);
  }
}

/** Writes the proofs noted so far into the authority section. */
export function writeProofs(tables: Tables): void {
  loadCurrentName();
  let zone = -1;
  let known = 0;
  for (let index = 0; index < count && !answer.truncated; index++) {
    const node = tables.chain[proofs[index]!]!;
    if (zoneOf(tables, node) !== zone) {
      zone = zoneOf(tables, node);
      known = sharedApex(tables, zone); // proofs for the names of a chain may be of several zones
    }
    const type = denialOf(tables, node) === BY_NSEC3 ? NSEC3 : NSEC;
    const records =
      proofs[index] === aliasedPlace
        ? writeProof(tables, node, known, aliased.denial, 0, aliased.length, aliased.records)
        : writeRow(tables, node, known, findRRset(tables, node, type));
    if (records === 0) answer.truncated = true;
    answer.authorities += records;
  }
}

// Places in `chain` of the proofs for this answer; each name of a chain needs three at most.
const proofs = new Int32Array(3 * MAX_CHAIN + 3);
let count = 0;
/** The one of them that is written as the overlay has it, -1 for none. */
let aliasedPlace = -1;

function add(place: number): void {
  if (place < 0) return;
  for (let index = 0; index < count; index++) if (proofs[index] === place) return;
  proofs[count++] = place;
}

/**
 * Proves the closest encloser that has an NSEC3 of its own, at or above `start`, and that the name one label closer
 * to the current one is not there (RFC 5155 §7.2.1). Gives the encloser's node.
 */
function addEncloserProof(tables: Tables, start: number): number {
  let node = start;
  let label = labelOf(tables, start);
  while (tables.rows[node * ROW + NODE_DENIAL]! < 0 && label < query.name.labels) {
    label += 1;
    const above = findNode(tables, query.name, label);
    if (above < 0) break;
    node = above;
  }
  add(tables.rows[node * ROW + NODE_DENIAL]!);
  if (label > 0) add(findNsec3(tables, zoneOf(tables, node), query.name, label - 1));
  return node;
}

/** The place of the NSEC that covers the current name, which is below this node and has no other one above it. */
function findNsecUnder(tables: Tables, encloser: number): number {
  return findNsecBelow(tables, zoneOf(tables, encloser), encloser, query.name);
}

/** The label of the current name at which the name of `node`, a suffix of it, begins. */
function labelOf(tables: Tables, node: number): number {
  const start = query.name.length - (tables.rows[node * ROW + NODE_INFO]! & 0xff);
  let label = 0;
  while (label < query.name.labels && query.name.labelAt[label]! < start) label += 1;
  return label;
}

function zoneOf(tables: Tables, node: number): number {
  return tables.rows[node * ROW + NODE_ZONE]!;
}

function denialOf(tables: Tables, node: number): number {
  return tables.zones[zoneOf(tables, node) * ZONE_SIZE + ZONE_DENIAL]!;
}

/** Writes an RRset of the tables with its signatures. Gives the number of records, 0 when they don't fit. */
function writeRow(tables: Tables, node: number, known: number, rrset: number): number {
  const { heapOctets, rows } = tables;
  const row = rrset * ROW;
  const lengths = rows[row + RRSET_LENGTHS]!;
  const records = (rows[row + RRSET_TYPE]! >>> 16) + (rows[row + RRSET_COUNTS]! & 0xffff);
  return writeProof(
    tables,
    node,
    known,
    heapOctets,
    rows[row + RRSET_DATA]!,
    (lengths & 0xffff) + (lengths >>> 16),
    records,
  );
}

/**
 * Writes the records that stand in `octets`, of the owner `node`, which need not stand in the message yet; of it the current name
 * has so many octets at least. Gives their number, 0 when they don't fit.
 */
function writeProof(
  tables: Tables,
  node: number,
  known: number,
  source: Octets,
  begin: number,
  length: number,
  records: number,
): number {
  const { heapOctets, rows } = tables;
  const { octets } = source;
  const name = rows[node * ROW + NODE_NAME]!;
  const nameLength = rows[node * ROW + NODE_INFO]! & 0xff;
  const shared = sharedSuffix(heapOctets, name, nameLength, known);
  const isWhole = shared === nameLength;
  const plain = isWhole ? 0 : shared > 1 ? nameLength - shared : nameLength;
  const ownerSize = isWhole || shared > 1 ? plain + 2 : plain;
  const start = answer.at;
  const repeats = start <= MAX_POINTER; // the other records point to the first one's owner
  const size = length + (ownerSize - 2) * (repeats ? 1 : records);
  if (start + size > answer.end) return 0;
  const { out, into } = answer;
  const end = begin + length;
  let from = begin;
  for (let record = 0; record < records; record++) {
    if (isWhole) {
      writePointer(placeOfSuffix(shared));
    } else {
      copyOctets(heapOctets, name, plain, into, answer.at);
      answer.at += plain;
      if (shared > 1) writePointer(placeOfSuffix(shared));
    }
    const next = repeats ? end : from + RECORD_HEAD + rdlengthAt(octets, from);
    copyOctets(source, from + 2, next - from - 2, into, answer.at);
    answer.at += next - from - 2;
    if (repeats) break;
    from = next;
  }
  if (repeats && records > 1) {
    const second = start + ownerSize + RECORD_HEAD - 2 + rdlengthAt(octets, begin);
    setOwners(out, second, records - 1, isWhole ? placeOfSuffix(shared) : start);
  }
  return records;
}

function rdlengthAt(octets: Uint8Array, record: number): number {
  return (octets[record + 10]! << 8) | octets[record + 11]!;
}

function writePointer(target: number): void {
  answer.out[answer.at++] = 0xc0 | (target >>> 8);
  answer.out[answer.at++] = target;
}

/** The length of the zone's apex where the current name is at or below it, else 0. */
function sharedApex(tables: Tables, zone: number): number {
  const apex = tables.zones[zone * ZONE_SIZE + ZONE_APEX]! * ROW;
  const length = tables.rows[apex + NODE_INFO]! & 0xff;
  return sharedSuffix(tables.heapOctets, tables.rows[apex + NODE_NAME]!, length, 0) === length ? length : 0;
}

/** Octets of the longest suffix that a name shares with the current one; `known` is one that both have, or 0. */
function sharedSuffix({ octets: names, view }: Octets, start: number, length: number, known: number): number {
  const { labelAt } = query.name;
  const whole = query.name.length;
  let label = 0;
  for (let at = 0; at < length; at += 1 + names[start + at]!) {
    const size = length - at;
    if (size === known) return size;
    while (whole - labelAt[label]! > size) label += 1; // that of the root is the last: its size is 1
    const other = labelAt[label]!;
    if (whole - other !== size) continue;
    if (areSame(view, start + at, query.name.view, other, size)) return size;
  }
  return 0;
}
