import { type Name, printName } from "../../../dns/name.ts";
import type { Problem } from "../../../dns/problem.ts";
import { DS, NSEC, NSEC3 } from "../../../dns/type-numbers.ts";
import { typeName } from "../../../dns/types.ts";
import { octetsOf } from "../../../dns/wire.ts";
import { findNsec3 } from "../../answer/covering.ts";
import { findRRset } from "../../answer/lookup.ts";
import { HASH_LABEL_LENGTH, labelOfHash } from "../../answer/nsec3-hash.ts";
import { LOWER, makeNameBuffer, readName } from "../../query/name.ts";
import {
  IS_CUT,
  IS_HIDDEN,
  NODE_COVER,
  NODE_DENIAL,
  NODE_INFO,
  NODE_NAME,
  RECORD_HEAD,
  ROW,
  RRSET_DATA,
  type Tables,
  ZONE_CHAIN,
  ZONE_CHAIN_COUNT,
  ZONE_SIZE,
} from "../tables.ts";
import { ownerOf } from "./check-node.ts";
import {
  positionOf,
  STAGED,
  STAGED_FIRST,
  STAGED_PARENT,
  STAGED_ROW,
  type StagedZone,
  type Staging,
} from "./staging.ts";

/**
 * What the chain of NSEC or NSEC3 that was linked last lacks: a name without one (RFC 4035 §2.3, RFC 5155 §7.1), or one that
 * does not lead to the next. Then some answer cannot be proved, and resolvers take it for forged.
 */
export function findGap(
  staging: Staging,
  tables: Tables,
  zone: StagedZone,
  type: typeof NSEC | typeof NSEC3,
): Problem | undefined {
  const missing = findMissing(staging, tables, zone, type);
  if (missing >= 0) {
    const message = `${ownerOf(staging, missing)} has no ${typeName(type)}, which every name of a signed zone has`;
    return problem(staging, zone, missing, type, message);
  }
  return findWrongNext(staging, tables, zone, type);
}

/** A node that has no NSEC or NSEC3 and ought to; -1 for none. */
function findMissing(staging: Staging, tables: Tables, zone: StagedZone, type: number): number {
  const { nodes } = staging;
  const end = staging.zones[zone.index + 1]?.apex ?? staging.nodeCount;
  const { chain, rows } = tables;
  // Who has data to be proved needs one, and with NSEC3 so does every name above it; parents come first.
  const needs = new Uint8Array(end - zone.apex);
  let missing = -1;
  for (let node = end - 1; node >= zone.apex; node--) {
    const row = nodes[node * STAGED + STAGED_ROW]! * ROW;
    const info = rows[row + NODE_INFO]!;
    const cover = rows[row + NODE_COVER]!;
    if ((info & IS_HIDDEN) !== 0 || (cover >= 0 && cover !== row / ROW)) continue;
    const isSecure = (info & IS_CUT) === 0 || type === NSEC || findRRset(tables, row / ROW, DS) >= 0;
    const isNeeded = needs[node - zone.apex] === 1 || (info >>> 16 > 0 && isSecure);
    const denial = rows[row + NODE_DENIAL]!;
    const has = denial >= 0 && chain[denial] === row / ROW;
    if (type === NSEC) {
      if (isNeeded && !has) missing = node;
      continue;
    }
    const parent = nodes[node * STAGED + STAGED_PARENT]!;
    if (isNeeded && parent >= 0) needs[parent - zone.apex] = 1;
    if (denial < 0 && (isNeeded || !isOptedOut(tables, zone.index, row / ROW))) missing = node;
  }
  return missing;
}

const name = makeNameBuffer();
const OPT_OUT = 1; // RFC 5155 §3.1.2.1

/** The NSEC3 that covers the name lets delegations without DS, and what is only above such, have none (RFC 5155 §7.1). */
function isOptedOut(tables: Tables, zone: number, node: number): boolean {
  readName(name, tables.heap, tables.rows[node * ROW + NODE_NAME]!, tables.heap.length);
  const covering = tables.chain[findNsec3(tables, zone, name, 0)]!;
  return (tables.heap[rdataOf(tables, covering, NSEC3) + 1]! & OPT_OUT) !== 0;
}

function findWrongNext(
  staging: Staging,
  tables: Tables,
  zone: StagedZone,
  type: typeof NSEC | typeof NSEC3,
): Problem | undefined {
  const first = tables.zones[zone.index * ZONE_SIZE + ZONE_CHAIN]!;
  const count = tables.zones[zone.index * ZONE_SIZE + ZONE_CHAIN_COUNT]!;
  const isNext = type === NSEC ? isNextName : isNextHash;
  for (let at = 0; at < count; at++) {
    const node = tables.chain[first + at]!;
    const next = tables.chain[first + ((at + 1) % count)]!;
    if (isNext(tables, rdataOf(tables, node, type), next)) continue;
    const staged = stagedNodeOf(staging, zone, node);
    const expected = printName(nameOf(tables, next));
    const message = `${typeName(type)} of ${printName(nameOf(tables, node))} does not lead to the next, which is ${expected}`;
    return problem(staging, zone, staged, type, message);
  }
  return undefined;
}

function isNextName({ heap, rows }: Tables, rdata: number, next: number): boolean {
  const start = rows[next * ROW + NODE_NAME]!;
  const length = rows[next * ROW + NODE_INFO]! & 0xff;
  for (let at = 0; at < length; at++) if (LOWER[heap[rdata + at]!] !== heap[start + at]) return false;
  return true;
}

function isNextHash({ heap, rows }: Tables, rdata: number, next: number): boolean {
  const start = rows[next * ROW + NODE_NAME]! + 1;
  const label = labelOfHash(heap, rdata + 4 + 1 + heap[rdata + 4]! + 1); // behind the salt, and the length of the hash
  for (let at = 0; at < HASH_LABEL_LENGTH; at++) if (label[at] !== heap[start + at]) return false;
  return true;
}

function rdataOf(tables: Tables, node: number, type: number): number {
  return tables.rows[findRRset(tables, node, type) * ROW + RRSET_DATA]! + RECORD_HEAD; // nodes in the chain have one
}

function nameOf({ heap, rows }: Tables, node: number): Name {
  const start = rows[node * ROW + NODE_NAME]!;
  return octetsOf(heap, start, start + (rows[node * ROW + NODE_INFO]! & 0xff)) as Name; // nodes have whole names
}

function stagedNodeOf({ nodes }: Staging, zone: StagedZone, node: number): number {
  let staged = zone.apex;
  while (nodes[staged * STAGED + STAGED_ROW] !== node) staged += 1;
  return staged;
}

function problem(
  staging: Staging,
  zone: StagedZone,
  node: number,
  type: typeof NSEC | typeof NSEC3,
  message: string,
): Problem {
  const { nodes } = staging;
  // An empty non-terminal has no place of its own.
  const record = nodes[node * STAGED + STAGED_FIRST]!;
  const place = record < 0 ? { file: zone.file, line: 1, column: 1 } : positionOf(staging, record);
  return {
    ...place,
    severity: "error",
    rule: "denial-chain",
    message,
    help: "Sign the zone again.",
    source: type === NSEC ? "RFC 4035 §2.3" : "RFC 5155 §7.1",
  };
}
