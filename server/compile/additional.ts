import { octetsOf } from "../../dns/wire.ts";
import { findRRset } from "../lookup.ts";
import { makeNameBuffer, readName } from "../name.ts";
import {
  EXTRA_REQUIRED,
  HAS_DNAME,
  IS_CUT,
  IS_WILDCARD,
  NODE_COVER,
  NODE_INFO,
  NODE_NAME,
  NODE_RRSETS,
  NODE_SIZE,
  NODE_WILDCARD,
  NODE_ZONE,
  RECORD_HEAD,
  RRSET_DATA,
  RRSET_EXTRA_COUNT,
  RRSET_EXTRAS,
  RRSET_SIZE,
  RRSET_TYPE,
  type Tables,
} from "../tables.ts";
import { A, AAAA, HTTPS, NS, SVCB } from "../types.ts";
import { type Staging, stagedNode } from "./staging.ts";
import { expandName, setOwner, type TemplateOwner } from "./template.ts";
import { planOf } from "./type-plan.ts";

/**
 * Finds the addresses that go with each RRset into the additional section (RFC 1034 §4.3.2 step 6, RFC 2782, RFC 9460
 * §4.1): those that its own zone has, glue only beside NS. Required glue comes first. Data of another zone stays out, as
 * in NSD and Knot, since resolvers throw it away (RFC 2181 §5.4.1).
 */
export function linkAdditional(staging: Staging, tables: Tables): void {
  used = 0;
  for (let node = 0; node < staging.nodeCount; node++) {
    const row = node * NODE_SIZE;
    const first = tables.nodes[row + NODE_RRSETS]!;
    const end = first + (tables.nodes[row + NODE_INFO]! >>> 16);
    for (let rrset = first; rrset < end; rrset++) {
      if (planOf(typeOf(tables, rrset)).additional >= 0) linkRRset(staging, tables, node, rrset);
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
const target = new Uint8Array(256);
const name = makeNameBuffer();
const owner: TemplateOwner = { names: new Uint8Array(0), start: 0, length: 0, labels: [] };

function linkRRset(staging: Staging, tables: Tables, node: number, rrset: number): void {
  const { nodes, rrsets, heap, extras } = tables;
  const info = nodes[node * NODE_SIZE + NODE_INFO]!;
  setOwner(
    owner,
    tables.names,
    nodes[node * NODE_SIZE + NODE_NAME]!,
    info & 0xff,
    (info & IS_WILDCARD) !== 0,
  );
  const type = typeOf(tables, rrset);
  const row = rrset * RRSET_SIZE;
  const data = rrsets[row + RRSET_DATA]!;
  const count = rrsets[row + RRSET_TYPE]! >>> 16;
  const { additional } = planOf(type);
  found.length = 0;
  if (seen.size > 0) seen.clear();
  let record = 0;
  for (let index = 0; index < count; index++) {
    const offset = record + RECORD_HEAD + additional;
    const length = expandName(heap, data, owner, offset, target);
    if (length > 1) {
      readName(name, target, 0, length);
      if (count === 1 || isNew()) addTarget(staging, tables, node, type, offset);
    } else if ((type === SVCB || type === HTTPS) && !isAlias(heap, data + record + RECORD_HEAD)) {
      // Target "." stands for the owner (RFC 9460 §2.5.2); its name is where the record's pointer to the owner is.
      addAddresses(tables, node, record, false);
    }
    record += RECORD_HEAD + ((heap[data + record + 10]! << 8) | heap[data + record + 11]!);
  }
  rrsets[row + RRSET_EXTRAS] = used;
  rrsets[row + RRSET_EXTRA_COUNT] = found.length;
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
  const { nodes } = tables;
  const zone = nodes[from * NODE_SIZE + NODE_ZONE]!;
  const own = addressNodeInZone(staging, tables, zone);
  if (own < 0) return;
  const cover = nodes[own * NODE_SIZE + NODE_COVER]!;
  if (cover < 0) addAddresses(tables, own, offset, false);
  else if (type === NS && isCut(tables, cover)) addAddresses(tables, own, offset, cover === from);
}

/** The node in this zone that has the addresses of `name`, be it a wildcard; -1 where the zone has no say. */
function addressNodeInZone(staging: Staging, tables: Tables, zone: number): number {
  for (let label = 0; label <= name.labels; label++) {
    const node = stagedNode(staging, name, label, zone);
    if (node < 0) continue;
    return label === 0 ? node : synthesisNode(tables, node);
  }
  return -1;
}

/** The wildcard that a name below this closest encloser is synthesised from, -1 for none. */
function synthesisNode(tables: Tables, encloser: number): number {
  const row = encloser * NODE_SIZE;
  if (tables.nodes[row + NODE_COVER]! >= 0 || (tables.nodes[row + NODE_INFO]! & HAS_DNAME) !== 0) return -1;
  return tables.nodes[row + NODE_WILDCARD]!;
}

function addAddresses(tables: Tables, node: number, offset: number, required: boolean): void {
  if (node < 0) return;
  for (const type of [A, AAAA]) {
    const rrset = findRRset(tables, node, type);
    if (rrset >= 0) found.push({ rrset, offset, required });
  }
}

function isCut(tables: Tables, node: number): boolean {
  return (tables.nodes[node * NODE_SIZE + NODE_INFO]! & IS_CUT) !== 0;
}

function isAlias(heap: Uint8Array, rdata: number): boolean {
  return heap[rdata] === 0 && heap[rdata + 1] === 0; // SvcPriority 0 (RFC 9460 §2.4.2)
}

function typeOf(tables: Tables, rrset: number): number {
  return tables.rrsets[rrset * RRSET_SIZE + RRSET_TYPE]! & 0xffff;
}
