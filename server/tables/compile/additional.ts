import { ALIAS } from "../../../dns/alias-type.ts";
import { A, AAAA, HTTPS, NS, SVCB } from "../../../dns/type-numbers.ts";
import { octetsOf } from "../../../dns/wire.ts";
import { findPlace, findRRset, NOWHERE } from "../../answer/lookup.ts";
import { makeNameBuffer, readName } from "../../query/name.ts";
import {
  EXTRA_BASE,
  EXTRA_LINK,
  EXTRA_REQUIRED,
  HAS_DNAME,
  IS_CUT,
  IS_WILDCARD,
  MAX_LINKS,
  NODE_ALIAS,
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
import { existingNode, STAGED, STAGED_ROW, type Staging } from "./staging.ts";
import { expandName, makeOwner, setOwner, type TemplateOwner } from "./template.ts";
import { isAliasMode, planOf, roomForExtras } from "./type-plan.ts";

/**
 * Finds the addresses that go with each RRset into the additional section (RFC 1034 §4.3.2 step 6, RFC 2782):
 * those that its own zone has, glue only beside NS. Required glue comes first. Beside SVCB and HTTPS go those
 * of the targets, too (RFC 9460 §4.1), and from an alias on all up to the end of its chain. Data of another
 * zone stays out, as in NSD and Knot, since resolvers throw it away (RFC 2181 §5.4.1); and so does what a zone says of
 * names in a zone of ours that lies in it, which alone answers for them (RFC 1034 §4.3.2 step 2), delegated or not.
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
  /** The link that holds the owner, 0 for the RRset itself. */
  readonly base: number;
  /** The link that this RRset is, 0 for none. */
  readonly link: number;
}

let used = 0;
const found: Found[] = [];
/** How many may be found for the RRset at hand. */
let room = 0;
/** SVCB or HTTPS RRsets that an alias leads to; each is a link by its place, the first of them link 1. */
const links: number[] = [];
const seen = new Set<string>();
/**
 * The owner of the RRset is a target by its name, or, at a wildcard, a name that it makes is; which may be
 * the owner.
 */
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
  const { rows, extras } = tables;
  const info = rows[node * ROW + NODE_INFO]!;
  setOwner(owner, tables.heap, rows[node * ROW + NODE_NAME]!, info & 0xff, (info & IS_WILDCARD) !== 0);
  found.length = 0;
  room = 0;
  links.length = 0;
  isOwnNamed = false;
  isOwnDotted = false;
  if (seen.size > 0) seen.clear();
  findFrom(staging, tables, owner, node, rrset, 0);
  // Each target is followed once, and only so many: a circle ends as a long chain does.
  for (let link = 1; link <= links.length; link++) {
    findFrom(staging, tables, owner, node, links[link - 1]!, link);
  }
  const row = rrset * ROW;
  rows[row + RRSET_EXTRAS] = used;
  rows[row + RRSET_EXTRA_COUNT] = found.length;
  for (const required of [true, false]) {
    for (const extra of found) {
      if (extra.required !== required) continue;
      extras[2 * used] = extra.rrset;
      extras[2 * used + 1] =
        extra.offset |
        (required ? EXTRA_REQUIRED : 0) |
        (extra.link << EXTRA_LINK) |
        (extra.base << EXTRA_BASE);
      used += 1;
    }
  }
}

/** Finds what goes with the records of an RRset: the one at hand, with `base` 0, or a link. */
function findFrom(
  staging: Staging,
  tables: Tables,
  owner: TemplateOwner,
  node: number,
  rrset: number,
  base: number,
): void {
  const { rows, heap } = tables;
  const type = typeOf(tables, rrset);
  const row = rrset * ROW;
  const data = rows[row + RRSET_DATA]!;
  const count = rows[row + RRSET_TYPE]! >>> 16;
  const { additional } = planOf(type);
  const isBinding = type === SVCB || type === HTTPS;
  let record = 0;
  for (let index = 0; index < count; index++) {
    const rdata = data + record + RECORD_HEAD;
    const offset = record + RECORD_HEAD + additional;
    const length = expandName(heap, data, owner, offset, target);
    readName(name, target, 0, length);
    const isAlias = isBinding && isAliasMode(heap, rdata);
    if (base === 0) room += roomForExtras(type, heap, rdata);
    const isFirst = (count === 1 && base === 0 && !isBinding) || isNew();
    if (isFirst && length > 1) {
      addTarget(staging, tables, node, type, offset, base, isAlias);
    } else if (isFirst && base === 0 && isBinding && !isAlias) {
      // Target "." stands for the owner (RFC 9460 §2.5.2); its name is where the record's pointer to the owner is.
      // Beside a link its addresses are there already, for the link was a target.
      if (!isOwnNamed) addAddresses(tables, node, record, base, false);
      isOwnDotted = true;
    }
    record += RECORD_HEAD + ((heap[data + record + 10]! << 8) | heap[data + record + 11]!);
  }
}

/** No record before this one in the RRset has the same target. */
function isNew(): boolean {
  const key = octetsOf(name.octets, 0, name.length);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function addTarget(
  staging: Staging,
  tables: Tables,
  from: number,
  type: number,
  offset: number,
  base: number,
  isAlias: boolean,
): void {
  const { rows } = tables;
  const zone = rows[from * ROW + NODE_ZONE]!;
  const own = addressNodeInZone(staging, tables, zone);
  if (own < 0) return;
  const cover = rows[own * ROW + NODE_COVER]!;
  if (cover < 0 && isOfInnerZone(tables, zone)) return;
  if (cover < 0 && own !== from) addBinding(tables, own, type, offset, base, isAlias);
  if (own === from) {
    if (isOwnDotted) return; // its addresses are there
    isOwnNamed = true;
  }
  if (cover < 0) addAddresses(tables, own, offset, base, false);
  else if (type === NS && isCut(tables, cover)) addAddresses(tables, own, offset, base, cover === from);
}

/** Adds the SVCB or HTTPS of a target, and makes it a link where an alias leads to it. */
function addBinding(
  tables: Tables,
  node: number,
  type: number,
  offset: number,
  base: number,
  isAlias: boolean,
): void {
  if (type !== SVCB && type !== HTTPS) return;
  const rrset = findRRset(tables, node, type);
  if (rrset < 0 || found.length >= room) return;
  const isLink = isAlias && links.length < MAX_LINKS;
  if (isLink) links.push(rrset);
  found.push({ rrset, offset, required: false, base, link: isLink ? links.length : 0 });
}

/** The node in this zone that has the addresses of `name`, be it a wildcard; -1 where the zone has no say. */
function addressNodeInZone(staging: Staging, tables: Tables, zone: number): number {
  for (let label = 0; label <= name.labels; label++) {
    const staged = existingNode(staging, name, label, zone);
    if (staged < 0) continue;
    const node = staging.nodes[staged * STAGED + STAGED_ROW]!;
    return label === 0 ? node : synthesisNode(tables, node);
  }
  return -1;
}

/** Another zone of ours, which lies in this one, holds `name`. */
function isOfInnerZone(tables: Tables, zone: number): boolean {
  const place = findPlace(tables, name);
  return place !== NOWHERE && tables.rows[(place >> 1) * ROW + NODE_ZONE] !== zone;
}

/** The wildcard that a name below this closest encloser is synthesised from, -1 for none. */
function synthesisNode(tables: Tables, encloser: number): number {
  const row = encloser * ROW;
  if (tables.rows[row + NODE_COVER]! >= 0 || (tables.rows[row + NODE_INFO]! & HAS_DNAME) !== 0) return -1;
  return tables.rows[row + NODE_WILDCARD]!;
}

function addAddresses(tables: Tables, node: number, offset: number, base: number, required: boolean): void {
  if (node < 0) return;
  for (const type of [A, AAAA]) {
    const rrset = findRRset(tables, node, type);
    if (rrset >= 0 && found.length < room) found.push({ rrset, offset, required, base, link: 0 });
  }
  // In its place go the addresses of its target, where they are known then.
  if (tables.rows[node * ROW + NODE_ALIAS]! < 0 || found.length >= room) return;
  found.push({ rrset: findRRset(tables, node, ALIAS), offset, required: false, base, link: 0 });
}

function isCut(tables: Tables, node: number): boolean {
  return (tables.rows[node * ROW + NODE_INFO]! & IS_CUT) !== 0;
}

function typeOf(tables: Tables, rrset: number): number {
  return tables.rows[rrset * ROW + RRSET_TYPE]! & 0xffff;
}
