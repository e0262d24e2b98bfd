import { A, AAAA, HTTPS, NS, SVCB } from "../../../dns/type-numbers.ts";
import { octetsOf } from "../../../dns/wire.ts";
import { findRRset } from "../../answer/lookup.ts";
import { makeNameBuffer, readName } from "../../query/name.ts";
import {
  EXTRA_REQUIRED,
  HAS_DNAME,
  IS_CUT,
  IS_WILDCARD,
  NODE_COVER,
  NODE_INFO,
  NODE_NAME,
  NODE_WILDCARD,
  NODE_ZONE,
  RECORD_HEAD,
  ROW,
  RRSET_DATA,
  RRSET_EXTRA_COUNT,
  RRSET_EXTRAS,
  RRSET_TYPE,
  type Tables,
} from "../tables.ts";
import { STAGED, STAGED_ROW, type Staging, stagedNode } from "./staging.ts";
import { expandName, makeOwner, setOwner, type TemplateOwner } from "./template.ts";
import { planOf } from "./type-plan.ts";

/**
 * Finds the addresses that go with each RRset into the additional section (RFC 1034 §4.3.2 step 6, RFC 2782, RFC 9460
 * §4.1): those that its own zone has, glue only beside NS. Required glue comes first. Data of another zone stays out, as
 * in NSD and Knot, since resolvers throw it away (RFC 2181 §5.4.1).
 */
export function linkAdditional(staging: Staging, tables: Tables): void {
  used = 0;
  const owner = makeOwner(); // it has the heap, which must go with its tables
  for (let staged = 0; staged < staging.nodeCount; staged++) {
    const node = staging.nodes[staged * STAGED + STAGED_ROW]!;
    const last = node + (tables.rows[node * ROW + NODE_INFO]! >>> 16);
    for (let rrset = node + 1; rrset <= last; rrset++) {
      if (planOf(typeOf(tables, rrset)).additional >= 0) linkRRset(staging, tables, owner, node, rrset);
    }
  }
}

interface Found {
  readonly rrset: number;
  readonly offset: number;
  readonly required: boolean;
}

let used = 0;
const found: Found[] = [];
const seen = new Set<string>();
/** The owner of the RRset is a target by its name, or, at a wildcard, a name that it makes is; which may be the owner. */
let isOwnNamed = false;
/** The owner is a target as ".". */
let isOwnDotted = false;
const target = new Uint8Array(256);
const name = makeNameBuffer();

function linkRRset(
  staging: Staging,
  tables: Tables,
  owner: TemplateOwner,
  node: number,
  rrset: number,
): void {
  const { rows, heap, extras } = tables;
  const info = rows[node * ROW + NODE_INFO]!;
  setOwner(owner, tables.heap, rows[node * ROW + NODE_NAME]!, info & 0xff, (info & IS_WILDCARD) !== 0);
  const type = typeOf(tables, rrset);
  const row = rrset * ROW;
  const data = rows[row + RRSET_DATA]!;
  const count = rows[row + RRSET_TYPE]! >>> 16;
  const { additional } = planOf(type);
  found.length = 0;
  isOwnNamed = false;
  isOwnDotted = false;
  if (seen.size > 0) seen.clear();
  let record = 0;
  for (let index = 0; index < count; index++) {
    const offset = record + RECORD_HEAD + additional;
    const length = expandName(heap, data, owner, offset, target);
    readName(name, target, 0, length);
    const isFirst = count === 1 || isNew();
    if (isFirst && length > 1) {
      addTarget(staging, tables, node, type, offset);
    } else if (isFirst && (type === SVCB || type === HTTPS) && !isAlias(heap, data + record + RECORD_HEAD)) {
      // Target "." stands for the owner (RFC 9460 §2.5.2); its name is where the record's pointer to the owner is.
      if (!isOwnNamed) addAddresses(tables, node, record, false);
      isOwnDotted = true;
    }
    record += RECORD_HEAD + ((heap[data + record + 10]! << 8) | heap[data + record + 11]!);
  }
  rows[row + RRSET_EXTRAS] = used;
  rows[row + RRSET_EXTRA_COUNT] = found.length;
  for (const required of [true, false]) {
    for (const extra of found) {
      if (extra.required !== required) continue;
      extras[2 * used] = extra.rrset;
      extras[2 * used + 1] = extra.offset | (required ? EXTRA_REQUIRED : 0);
      used += 1;
    }
  }
}

/** No record before this one in the RRset has the same target. */
function isNew(): boolean {
  const key = octetsOf(name.octets, 0, name.length);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function addTarget(staging: Staging, tables: Tables, from: number, type: number, offset: number): void {
  const { rows } = tables;
  const zone = rows[from * ROW + NODE_ZONE]!;
  const own = addressNodeInZone(staging, tables, zone);
  if (own < 0) return;
  if (own === from) {
    if (isOwnDotted) return; // its addresses are there
    isOwnNamed = true;
  }
  const cover = rows[own * ROW + NODE_COVER]!;
  if (cover < 0) addAddresses(tables, own, offset, false);
  else if (type === NS && isCut(tables, cover)) addAddresses(tables, own, offset, cover === from);
}

/** The node in this zone that has the addresses of `name`, be it a wildcard; -1 where the zone has no say. */
function addressNodeInZone(staging: Staging, tables: Tables, zone: number): number {
  for (let label = 0; label <= name.labels; label++) {
    const staged = stagedNode(staging, name, label, zone);
    if (staged < 0) continue;
    const node = staging.nodes[staged * STAGED + STAGED_ROW]!;
    return label === 0 ? node : synthesisNode(tables, node);
  }
  return -1;
}

/** The wildcard that a name below this closest encloser is synthesised from, -1 for none. */
function synthesisNode(tables: Tables, encloser: number): number {
  const row = encloser * ROW;
  if (tables.rows[row + NODE_COVER]! >= 0 || (tables.rows[row + NODE_INFO]! & HAS_DNAME) !== 0) return -1;
  return tables.rows[row + NODE_WILDCARD]!;
}

function addAddresses(tables: Tables, node: number, offset: number, required: boolean): void {
  if (node < 0) return;
  for (const type of [A, AAAA]) {
    const rrset = findRRset(tables, node, type);
    if (rrset >= 0) found.push({ rrset, offset, required });
  }
}

function isCut(tables: Tables, node: number): boolean {
  return (tables.rows[node * ROW + NODE_INFO]! & IS_CUT) !== 0;
}

function isAlias(heap: Uint8Array, rdata: number): boolean {
  return heap[rdata] === 0 && heap[rdata + 1] === 0; // SvcPriority 0 (RFC 9460 §2.4.2)
}

function typeOf(tables: Tables, rrset: number): number {
  return tables.rows[rrset * ROW + RRSET_TYPE]! & 0xffff;
}
