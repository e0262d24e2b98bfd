import { NS, NSEC3, RRSIG, SOA } from "../../../dns/type-numbers.ts";
import { OPT_HEAD } from "../../answer/edns.ts";
import { MAX_TCP_MESSAGE } from "../../answer/limits.ts";
import {
  IS_CUT,
  IS_WILDCARD,
  NODE_ALIAS,
  NODE_COVER,
  NODE_DENIAL,
  NODE_INFO,
  NODE_NAME,
  NODE_NO_WILDCARD,
  NODE_WILDCARD,
  NODE_ZONE,
  ROW,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_LENGTHS,
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_NEGATIVE_SOA,
  ZONE_SIZE,
  ZONE_UPPER_ENCLOSER,
  ZONE_UPPER_NODE,
} from "../tables.ts";
import { checkNode, tooLarge } from "./check-node.ts";
import { coveredType } from "./covered-type.ts";
import { NumberList } from "./number-list.ts";
import { hasRecord } from "./same-rdata.ts";
import { isSigned } from "./signed.ts";
import {
  STAGED,
  STAGED_COVER,
  STAGED_FIRST,
  STAGED_INFO,
  STAGED_NAME,
  STAGED_PARENT,
  STAGED_ROW,
  STAGED_ZONE,
  type StagedZone,
  type Staging,
} from "./staging.ts";
import {
  beginTemplate,
  makeOwner,
  setOwner,
  type TemplateOwner,
  type TemplateWriter,
  writeRecord,
} from "./template.ts";
import { planOf } from "./type-plan.ts";
import type { ZoneProblem } from "./zone-problem.ts";
import type { ZoneAbove } from "./zones-above.ts";

/** Makes the row of every node and those of its RRsets, each with its RRSIGs behind it, and the rows of the zones. */
export function buildRows(
  staging: Staging,
  zonesAbove: readonly ZoneAbove[],
  tables: Tables,
  problems: ZoneProblem[],
): void {
  const build: Build = {
    staging,
    tables,
    problems,
    out: { heap: tables.heap, at: 0, patches: new NumberList() },
    owner: makeOwner(),
    signed: staging.zones.map((zone) => isSigned(staging, zone)),
    rows: 0,
  };
  // `hasRecord` knows by the list what it has indexed, and these records are others than those of the last time.
  group = new NumberList();
  signatures = new NumberList();
  for (let node = 0; node < staging.nodeCount; node++) buildNode(build, node);
  for (let node = 0; node < staging.nodeCount; node++) linkWildcard(build, node);
  for (const zone of staging.zones) buildZone(build, zone, zonesAbove[zone.index]!);
}

interface Build {
  readonly staging: Staging;
  readonly tables: Tables;
  readonly problems: ZoneProblem[];
  readonly out: TemplateWriter;
  readonly owner: TemplateOwner;
  /** Which zones are signed. */
  readonly signed: readonly boolean[];
  /** How many rows there are so far. */
  rows: number;
}

/** Header, question's tail and OPT take these octets of a message. */
const MESSAGE_FRAME = 12 + 4 + OPT_HEAD;
const MAX_NAME = 255; // RFC 1035 §2.3.4

// The records of the node at hand, and those of one RRset among them.
const all = new NumberList();
const types = new NumberList();
let group = new NumberList();
let signatures = new NumberList();
let areSigned = false;

function buildNode(build: Build, node: number): void {
  const { staging, out, owner } = build;
  const staged = node * STAGED;
  const info = staging.nodes[staged + STAGED_INFO]!;
  collect(build, node);
  checkNode(staging, node, types, all, build.problems);
  if ((info & IS_CUT) !== 0) toFront(types, NS);
  const name = out.at;
  writeNode(build, node, info | (types.count << 16));
  if (types.count > 0) setOwner(owner, out.heap, name, info & 0xff, (info & IS_WILDCARD) !== 0);
  for (let at = 0; at < types.count; at++) {
    const type = types.items[at]!;
    select(staging, type);
    const begin = out.at;
    writeGroup(build, type, lowestTtl(staging));
    if (answerSize(build, begin) <= MAX_TCP_MESSAGE) continue;
    build.problems.push({
      zone: staging.nodes[staged + STAGED_ZONE]!,
      problem: tooLarge(staging, node, type, group),
    });
    out.at = begin;
  }
}

function writeNode(build: Build, node: number, info: number): void {
  const { staging, tables, out } = build;
  const { nodes } = staging;
  const staged = node * STAGED;
  const row = build.rows * ROW;
  const cover = nodes[staged + STAGED_COVER]!;
  nodes[staged + STAGED_ROW] = build.rows;
  build.rows += 1;
  tables.rows[row + NODE_NAME] = out.at;
  tables.rows[row + NODE_INFO] = info;
  tables.rows[row + NODE_ZONE] = nodes[staged + STAGED_ZONE]!;
  // What covers a node is the node itself or came before it, so its row is known.
  tables.rows[row + NODE_COVER] = cover < 0 ? -1 : nodes[cover * STAGED + STAGED_ROW]!;
  tables.rows[row + NODE_WILDCARD] = -1;
  tables.rows[row + NODE_DENIAL] = -1;
  tables.rows[row + NODE_NO_WILDCARD] = -1;
  tables.rows[row + NODE_ALIAS] = -1;
  const { names } = staging;
  const { heap } = out;
  let to = out.at;
  let from = nodes[staged + STAGED_NAME]!;
  for (const end = from + (info & 0xff); from < end; from++) heap[to++] = names[from]!;
  out.at = to;
}

function linkWildcard({ staging, tables }: Build, node: number): void {
  const { nodes } = staging;
  if ((nodes[node * STAGED + STAGED_INFO]! & IS_WILDCARD) === 0) return;
  const parent = nodes[node * STAGED + STAGED_PARENT]!;
  const row = nodes[parent * STAGED + STAGED_ROW]! * ROW;
  tables.rows[row + NODE_WILDCARD] = nodes[node * STAGED + STAGED_ROW]!;
}

function buildZone(build: Build, zone: StagedZone, above: ZoneAbove): void {
  const { nodes } = build.staging;
  const { zones } = build.tables;
  const row = zone.index * ZONE_SIZE;
  const rowOf = (node: number) => (node < 0 ? -1 : nodes[node * STAGED + STAGED_ROW]!);
  zones[row + ZONE_APEX] = rowOf(zone.apex);
  zones[row + ZONE_UPPER_NODE] = rowOf(above.node);
  zones[row + ZONE_UPPER_ENCLOSER] = rowOf(above.encloser);
  zones[row + ZONE_NEGATIVE_SOA] = buildNegativeSoa(build, zone);
}

/** The SOA as it stands in negative answers: its TTL is no longer than its minimum (RFC 2308 §3 and §5). */
function buildNegativeSoa(build: Build, { apex }: StagedZone): number {
  const { staging, tables, owner } = build;
  const { rdata, starts, nodes } = staging;
  collect(build, apex);
  select(staging, SOA);
  if (group.count === 0) return -1;
  const soa = group.items[0]!;
  const end = starts[soa + 1]!;
  const minimum =
    ((rdata[end - 4]! << 24) | (rdata[end - 3]! << 16) | (rdata[end - 2]! << 8) | rdata[end - 1]!) >>> 0;
  const name = tables.rows[nodes[apex * STAGED + STAGED_ROW]! * ROW + NODE_NAME]!;
  setOwner(owner, tables.heap, name, nodes[apex * STAGED + STAGED_INFO]! & 0xff, false);
  writeGroup(build, SOA, Math.min(minimum, staging.ttls[soa]!));
  return build.rows - 1;
}

function collect({ staging, signed }: Build, node: number): void {
  all.clear();
  types.clear();
  areSigned = signed[staging.nodes[node * STAGED + STAGED_ZONE]!]!;
  const first = staging.nodes[node * STAGED + STAGED_FIRST]!;
  for (let record = first; record >= 0; record = staging.next[record]!) {
    all.add(record);
    const type = staging.types[record]!;
    if (type !== RRSIG && !types.has(type)) types.add(type);
  }
  // An RRSIG goes with what it covers; one that covers nothing here, or stands in a zone that is not signed, belongs
  // to an RRset of its own, which only those get who ask for it.
  for (let at = 0; at < all.count; at++) {
    if (!isOrphan(staging, all.items[at]!)) continue;
    types.add(RRSIG);
    return;
  }
}

function isOrphan(staging: Staging, record: number): boolean {
  const covered = coveredType(staging, record);
  // A signature of NSEC3 is no more for a question to find than that is (RFC 5155 §7.2.8).
  return covered >= 0 && covered !== NSEC3 && !(areSigned && types.has(covered));
}

function select(staging: Staging, type: number): void {
  group.clear();
  signatures.clear();
  if (all.count === 1) {
    group.add(all.items[0]!);
    return;
  }
  for (let at = 0; at < all.count; at++) {
    const record = all.items[at]!;
    if (type === RRSIG ? isOrphan(staging, record) : staging.types[record] === type) {
      if (!hasRecord(staging, group, record)) group.add(record);
    } else if (areSigned && type !== RRSIG && coveredType(staging, record) === type) {
      if (!hasRecord(staging, signatures, record)) signatures.add(record);
    }
  }
}

/** The records of an RRset have one TTL; where a file gives several, the lowest holds (RFC 2181 §5.2). */
function lowestTtl(staging: Staging): number {
  let lowest = staging.ttls[group.items[0]!]!;
  for (let at = 1; at < group.count; at++) lowest = Math.min(lowest, staging.ttls[group.items[at]!]!);
  return lowest;
}

/** Writes the selected records; RRSIGs have the TTL of what they cover (RFC 4034 §3). */
function writeGroup(build: Build, type: number, ttl: number): void {
  const { staging, tables, out, owner } = build;
  const begin = out.at;
  beginTemplate(out);
  const gaps = planOf(type).compressible;
  for (let at = 0; at < group.count; at++) {
    writeStaged(staging, out, owner, type, gaps, ttl, group.items[at]!);
  }
  const length = out.at - begin;
  for (let at = 0; at < signatures.count; at++) {
    writeStaged(staging, out, owner, RRSIG, NO_NAMES, ttl, signatures.items[at]!);
  }
  const signed = out.at - begin - length;
  for (let at = 0; at < out.patches.count; at++) {
    const offset = out.patches.items[at]!;
    out.heap[out.at++] = offset >>> 8;
    out.heap[out.at++] = offset;
  }
  const row = build.rows * ROW;
  tables.rows[row + RRSET_TYPE] = type | (group.count << 16);
  tables.rows[row + RRSET_DATA] = begin;
  tables.rows[row + RRSET_LENGTHS] = length | (signed << 16);
  tables.rows[row + RRSET_COUNTS] = signatures.count | (out.patches.count << 16);
  build.rows += 1;
}

const NO_NAMES: readonly number[] = []; // that could be compressed in an RRSIG (RFC 4034 §3.1.7)

function writeStaged(
  staging: Staging,
  out: TemplateWriter,
  owner: TemplateOwner,
  type: number,
  gaps: readonly number[],
  ttl: number,
  record: number,
): void {
  writeRecord(
    out,
    owner,
    type,
    gaps,
    ttl,
    staging.rdata,
    staging.starts[record]!,
    staging.starts[record + 1]!,
  );
}

/** Octets of an answer with the RRset that was written from `begin` on, and its RRSIGs, for the longest question. */
function answerSize({ out, owner }: Build, begin: number): number {
  const records = out.at - begin - 2 * out.patches.count;
  return MESSAGE_FRAME + (owner.wildcard ? MAX_NAME : owner.length) + records;
}

function toFront({ items }: NumberList, type: number): void {
  const at = items.indexOf(type);
  items.copyWithin(1, 0, at);
  items[0] = type;
}
