import type { Problem } from "../../dns/problem.ts";
import {
  IS_CUT,
  IS_WILDCARD,
  NODE_DENIAL,
  NODE_INFO,
  NODE_NAME,
  NODE_RRSETS,
  NODE_SIZE,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_LENGTHS,
  RRSET_SIZE,
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_NEGATIVE_SOA,
  ZONE_SIZE,
} from "../tables.ts";
import { NS, RRSIG, SOA } from "../types.ts";
import { checkNode, tooLarge } from "./check-node.ts";
import { coveredType } from "./measure.ts";
import { hasRecord } from "./same-rdata.ts";
import type { Staging } from "./staging.ts";
import { beginTemplate, setOwner, type TemplateOwner, type TemplateWriter, writeRecord } from "./template.ts";

/** Turns the records of every node into RRsets, each with its RRSIGs behind it. */
export function buildRRsets(staging: Staging, tables: Tables, problems: Problem[]): void {
  const build: Build = {
    staging,
    tables,
    problems,
    out: { heap: tables.heap, at: 0, patches: [] },
    owner: { names: tables.names, start: 0, length: 0, labels: [] },
    rrsets: 0,
  };
  for (let node = 0; node < staging.nodeCount; node++) buildNode(build, node);
  for (const { index } of staging.zones) buildNegativeSoa(build, index);
}

interface Build {
  readonly staging: Staging;
  readonly tables: Tables;
  readonly problems: Problem[];
  readonly out: TemplateWriter;
  readonly owner: TemplateOwner;
  /** How many RRsets there are so far. */
  rrsets: number;
}

/** A message has room for 65535 octets (RFC 1035 §4.2.2); header, question's tail and OPT take these. */
const MESSAGE_FRAME = 12 + 4 + 11;
const MAX_MESSAGE = 65535;

// The records of the node at hand, and those of one RRset among them.
const all: number[] = [];
const types: number[] = [];
const group: number[] = [];
const signatures: number[] = [];

function buildNode(build: Build, node: number): void {
  const { staging, tables, out, owner } = build;
  const row = node * NODE_SIZE;
  const info = tables.nodes[row + NODE_INFO]!;
  collect(staging, tables.nodes[row + NODE_RRSETS]!);
  if (all.length > 0) {
    setOwner(owner, tables.names, tables.nodes[row + NODE_NAME]!, info & 0xff, (info & IS_WILDCARD) !== 0);
    checkNode(staging, tables, node, types, all, build.problems);
  }
  if ((info & IS_CUT) !== 0) toFront(types, NS);
  tables.nodes[row + NODE_RRSETS] = build.rrsets;
  tables.nodes[row + NODE_DENIAL] = -1;
  for (const type of types) {
    select(staging, type);
    const begin = out.at;
    writeGroup(build, type, lowestTtl(staging));
    if (fits(build, begin)) continue;
    build.problems.push(tooLarge(staging, node, tables, type, group[0]!));
    out.at = begin;
  }
  tables.nodes[row + NODE_INFO] = info | (types.length << 16);
}

/** The SOA as it stands in negative answers: its TTL is no longer than its minimum (RFC 2308 §3 and §5). */
function buildNegativeSoa(build: Build, zone: number): void {
  const { staging, tables, owner } = build;
  const row = zone * ZONE_SIZE;
  const apex = tables.zones[row + ZONE_APEX]!;
  const info = tables.nodes[apex * NODE_SIZE + NODE_INFO]!;
  collect(staging, staging.nodes[apex * NODE_SIZE + NODE_RRSETS]!);
  select(staging, SOA);
  if (group.length !== 1) return;
  const { rdata, starts } = staging;
  const end = starts[group[0]! + 1]!;
  const minimum =
    ((rdata[end - 4]! << 24) | (rdata[end - 3]! << 16) | (rdata[end - 2]! << 8) | rdata[end - 1]!) >>> 0;
  setOwner(owner, tables.names, tables.nodes[apex * NODE_SIZE + NODE_NAME]!, info & 0xff, false);
  tables.zones[row + ZONE_NEGATIVE_SOA] = build.rrsets;
  writeGroup(build, SOA, Math.min(minimum, staging.ttls[group[0]!]!));
}

function collect(staging: Staging, first: number): void {
  all.length = 0;
  types.length = 0;
  for (let record = first; record >= 0; record = staging.next[record]!) {
    all.push(record);
    const type = staging.types[record]!;
    if (type !== RRSIG && !types.includes(type)) types.push(type);
  }
  // An RRSIG goes with what it covers; one that covers nothing here is an RRset of its own.
  for (const record of all) {
    if (!isOrphan(staging, record)) continue;
    types.push(RRSIG);
    return;
  }
}

function isOrphan(staging: Staging, record: number): boolean {
  const covered = coveredType(staging, record);
  return covered >= 0 && !types.includes(covered);
}

function select(staging: Staging, type: number): void {
  group.length = 0;
  signatures.length = 0;
  if (all.length === 1) {
    group.push(all[0]!);
    return;
  }
  for (const record of all) {
    if (type === RRSIG ? isOrphan(staging, record) : staging.types[record] === type) {
      if (!hasRecord(staging, group, record)) group.push(record);
    } else if (type !== RRSIG && coveredType(staging, record) === type) {
      if (!hasRecord(staging, signatures, record)) signatures.push(record);
    }
  }
}

/** The records of an RRset have one TTL; where a file gives several, the lowest holds (RFC 2181 §5.2). */
function lowestTtl(staging: Staging): number {
  let lowest = staging.ttls[group[0]!]!;
  for (const record of group) lowest = Math.min(lowest, staging.ttls[record]!);
  return lowest;
}

/** Writes the selected records; RRSIGs have the TTL of what they cover (RFC 4034 §3). */
function writeGroup(build: Build, type: number, ttl: number): void {
  const { staging, tables, out, owner } = build;
  const begin = out.at;
  beginTemplate(out);
  for (const record of group) writeStaged(staging, out, owner, type, ttl, record);
  const length = out.at - begin;
  for (const record of signatures) writeStaged(staging, out, owner, RRSIG, ttl, record);
  const signed = out.at - begin - length;
  for (const offset of out.patches) {
    out.heap[out.at++] = offset >>> 8;
    out.heap[out.at++] = offset;
  }
  const row = build.rrsets * RRSET_SIZE;
  tables.rrsets[row + RRSET_TYPE] = type | (group.length << 16);
  tables.rrsets[row + RRSET_DATA] = begin;
  tables.rrsets[row + RRSET_LENGTHS] = length | (signed << 16);
  tables.rrsets[row + RRSET_COUNTS] = signatures.length | (out.patches.length << 16);
  build.rrsets += 1;
}

function writeStaged(
  staging: Staging,
  out: TemplateWriter,
  owner: TemplateOwner,
  type: number,
  ttl: number,
  record: number,
): void {
  writeRecord(out, owner, type, ttl, staging.rdata, staging.starts[record]!, staging.starts[record + 1]!);
}

function fits(build: Build, begin: number): boolean {
  const { out, owner } = build;
  return out.at - 2 * out.patches.length - begin + owner.length + MESSAGE_FRAME <= MAX_MESSAGE;
}

function toFront(list: number[], type: number): void {
  list.splice(list.indexOf(type), 1);
  list.unshift(type);
}
