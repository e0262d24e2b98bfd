import type { Problem } from "../../../dns/problem.ts";
import { NSEC, NSEC3, NSEC3PARAM } from "../../../dns/type-numbers.ts";
import { findNsec, findNsec3, matches } from "../../answer/covering.ts";
import { findRRset } from "../../answer/lookup.ts";
import { compareNodes } from "../../answer/name-order.ts";
import { firstBitsOf, HASH_LABEL_LENGTH } from "../../answer/nsec3-hash.ts";
import { keyOfNameAt, orderKey } from "../../answer/order-key.ts";
import { makeNameBuffer, readName } from "../../query/name.ts";
import {
  BY_NSEC,
  BY_NSEC3,
  IS_CUT,
  IS_HIDDEN,
  isSignedZone,
  NO_DENIAL,
  NODE_COVER,
  NODE_DENIAL,
  NODE_INFO,
  NODE_NAME,
  NODE_NO_WILDCARD,
  RECORD_HEAD,
  ROW,
  RRSET_DATA,
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_CHAIN,
  ZONE_CHAIN_COUNT,
  ZONE_DENIAL,
  ZONE_NSEC3,
  ZONE_SIZE,
} from "../tables.ts";
import { findGap } from "./find-gap.ts";
import { STAGED, STAGED_ROW, type StagedZone, type Staging } from "./staging.ts";
import type { ZoneProblem } from "./zone-problem.ts";

/**
 * Puts the NSEC or NSEC3 of each signed zone in order, and notes at each name which of them tells of it and which
 * tells that there is no wildcard below it. A zone may have several chains, because one is on its way in or out: the first
 * complete one is used, NSEC3 before NSEC. Where there are some and none is complete, that is a problem of the zone. One that has
 * signatures and nothing else is served so: it has nothing to prove with.
 */
export function linkDenial(staging: Staging, tables: Tables, problems: ZoneProblem[]): void {
  let used = 0;
  for (const zone of staging.zones) {
    const row = zone.index * ZONE_SIZE;
    tables.zones[row + ZONE_DENIAL] = NO_DENIAL;
    tables.zones[row + ZONE_CHAIN] = used;
    tables.zones[row + ZONE_CHAIN_COUNT] = 0;
    tables.zones[row + ZONE_NSEC3] = -1;
    // In a zone that is not signed NSEC and NSEC3 prove nothing.
    if (zone.isBroken || !isSignedZone(tables, zone.index)) continue;
    const end = endOfZone(staging, tables, zone.index);
    const gap = linkZone(staging, tables, zone, end);
    if (gap !== undefined) problems.push({ zone: zone.index, problem: gap });
    used += tables.zones[row + ZONE_CHAIN_COUNT]!;
  }
}

/** Links the first chain that is complete; gives what the longest one lacks where there is none. */
function linkZone(staging: Staging, tables: Tables, zone: StagedZone, end: number): Problem | undefined {
  const { index } = zone;
  const row = index * ZONE_SIZE;
  const apex = tables.zones[row + ZONE_APEX]!;
  let gap: Problem | undefined;
  let longest = 0;
  for (const parameters of [...findParameters(tables, apex), -1]) {
    const type = parameters >= 0 ? NSEC3 : NSEC;
    const count = collect(tables, apex, end, type, parameters, tables.zones[row + ZONE_CHAIN]!);
    if (count === 0) continue;
    tables.zones[row + ZONE_DENIAL] = type === NSEC3 ? BY_NSEC3 : BY_NSEC;
    tables.zones[row + ZONE_CHAIN_COUNT] = count;
    tables.zones[row + ZONE_NSEC3] = parameters;
    noteKeys(tables, apex, type, tables.zones[row + ZONE_CHAIN]!, count);
    linkNodes(tables, index, apex, end, type);
    const found = findGap(staging, tables, zone, type);
    if (found === undefined) return undefined;
    if (count > longest) gap = found;
    longest = Math.max(longest, count);
  }
  return gap;
}

/** The nodes of a zone stand together, the apex first. Gives the row after the last. */
function endOfZone({ zones, nodes, nodeCount }: Staging, tables: Tables, zone: number): number {
  const next = zones[zone + 1]?.apex;
  if (next !== undefined) return nodes[next * STAGED + STAGED_ROW]!;
  return nextNode(tables, nodes[(nodeCount - 1) * STAGED + STAGED_ROW]!);
}

/** The row after a node and its RRsets. */
function nextNode(tables: Tables, node: number): number {
  return node + 1 + (tables.rows[node * ROW + NODE_INFO]! >>> 16);
}

/**
 * Where iterations, salt length and salt of the zone's NSEC3 stand in the heap, for each chain that it may have. An NSEC3PARAM
 * with flags is not for use yet (RFC 5155 §4.1.2).
 */
function findParameters(tables: Tables, apex: number): number[] {
  const rrset = findRRset(tables, apex, NSEC3PARAM);
  if (rrset < 0) return [];
  const { rows, heap } = tables;
  const found: number[] = [];
  let record = rows[rrset * ROW + RRSET_DATA]!;
  for (let left = rows[rrset * ROW + RRSET_TYPE]! >>> 16; left > 0; left--) {
    const rdata = record + RECORD_HEAD;
    if (heap[rdata] === SHA1 && heap[rdata + 1] === 0) found.push(rdata + 2);
    record = rdata + ((heap[rdata - 2]! << 8) | heap[rdata - 1]!);
  }
  return found;
}

const SHA1 = 1; // the only hash there is (RFC 5155 §11)

/** Puts the zone's NSEC or NSEC3 nodes into `chain` from `used` on, in order. Gives their number. */
function collect(
  tables: Tables,
  apex: number,
  end: number,
  type: number,
  parameters: number,
  used: number,
): number {
  const { chain } = tables;
  let count = 0;
  let sorted = true;
  for (let node = apex; node < end; node = nextNode(tables, node)) {
    if (isBelowCut(tables, node)) continue;
    const rrset = findRRset(tables, node, type);
    if (rrset < 0 || (type === NSEC3 && !isInChain(tables, node, rrset, parameters))) continue;
    if (count > 0 && compareNodes(tables, chain[used + count - 1]!, node) > 0) sorted = false;
    chain[used + count] = node;
    count += 1;
  }
  // Hashes are the first labels below the apex, so that canonical order is the order of hashes too.
  if (!sorted) chain.subarray(used, used + count).sort((a, b) => compareNodes(tables, a, b));
  return count;
}

function noteKeys(tables: Tables, apex: number, type: number, first: number, count: number): void {
  const { chain, keys, heap, rows } = tables;
  const apexLength = rows[apex * ROW + NODE_INFO]! & 0xff;
  for (let place = first; place < first + count; place++) {
    const row = chain[place]! * ROW;
    const name = rows[row + NODE_NAME]!;
    if (type === NSEC3) {
      keys[2 * place] = firstBitsOf(heap, name + 1); // after the length of the label
      keys[2 * place + 1] = 0;
    } else {
      keyOfNameAt(heap, name, rows[row + NODE_INFO]! & 0xff, apexLength);
      keys[2 * place] = orderKey.first;
      keys[2 * place + 1] = orderKey.second;
    }
  }
}

function isBelowCut(tables: Tables, node: number): boolean {
  const cover = tables.rows[node * ROW + NODE_COVER]!;
  return cover >= 0 && cover !== node && (tables.rows[cover * ROW + NODE_INFO]! & IS_CUT) !== 0;
}

/** The NSEC3 has these parameters, and an owner that is a hash. */
function isInChain(tables: Tables, node: number, rrset: number, parameters: number): boolean {
  const { heap } = tables;
  if (heap[tables.rows[node * ROW + NODE_NAME]!] !== HASH_LABEL_LENGTH) return false;
  const rdata = tables.rows[rrset * ROW + RRSET_DATA]! + RECORD_HEAD;
  if (heap[rdata] !== SHA1) return false;
  for (let at = 0; at < 3 + heap[parameters + 2]!; at++) {
    if (heap[rdata + 2 + at] !== heap[parameters + at]) return false;
  }
  return true;
}

const name = makeNameBuffer();
const wildcard = makeNameBuffer();
const wildcardOctets = new Uint8Array(258);

function linkNodes(tables: Tables, zone: number, apex: number, end: number, type: number): void {
  const { rows, heap } = tables;
  for (let node = apex; node < end; node = nextNode(tables, node)) {
    const row = node * ROW;
    const info = rows[row + NODE_INFO]!;
    const cover = rows[row + NODE_COVER]!;
    if ((info & IS_HIDDEN) !== 0 || (cover >= 0 && cover !== node)) continue;
    readName(name, heap, rows[row + NODE_NAME]!, heap.length);
    readWildcard();
    if (type === NSEC) {
      rows[row + NODE_DENIAL] = findNsec(tables, zone, name);
      rows[row + NODE_NO_WILDCARD] = findNsec(tables, zone, wildcard);
    } else {
      const place = findNsec3(tables, zone, name, 0);
      rows[row + NODE_DENIAL] = matches(tables, place) ? place : -1;
      rows[row + NODE_NO_WILDCARD] = findNsec3(tables, zone, wildcard, 0);
    }
  }
}

/** Makes `wildcard` the name `*` below `name`; one octet more than a name may have does no harm in a comparison. */
function readWildcard(): void {
  wildcardOctets[0] = 1;
  wildcardOctets[1] = 0x2a;
  wildcardOctets.set(name.octets.subarray(0, name.length), 2);
  if (readName(wildcard, wildcardOctets, 0, 2 + name.length) < 0)
    readName(wildcard, name.octets, 0, name.length);
}
