import { CNAME, DNAME, NS, SOA } from "../../dns/type-numbers.ts";
import { findRRset } from "../answer/lookup.ts";
import {
  ALIAS_NODE,
  ALIAS_SIZE,
  HAS_CNAME,
  HAS_DNAME,
  IS_APEX,
  IS_BROKEN,
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
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_CHAIN,
  ZONE_CHAIN_COUNT,
  ZONE_SIZE,
} from "../tables/tables.ts";
import { faultInTarget } from "./check-links.ts";
import { faultInRecords, type Owner } from "./check-rrset.ts";
import { IS_NODE, type RowMap } from "./row-map.ts";
import { isLabel, isWholeName } from "./template-names.ts";

const owner: Owner = { start: 0, length: 0 };

/** What is wrong with a node and its records, in words: its name lies in its zone, and it has what its flags say. */
export function faultInNode(map: RowMap, node: number): string | undefined {
  const { tables } = map;
  const { rows, heap } = tables;
  const info = rows[node * ROW + NODE_INFO]!;
  owner.start = rows[node * ROW + NODE_NAME]!;
  owner.length = info & 0xff;
  if (!isWholeName(heap, owner.start, owner.length)) return `node ${node} has no name`;
  const apex = tables.zones[rows[node * ROW + NODE_ZONE]! * ZONE_SIZE + ZONE_APEX]!;
  if (!isAtOrBelow(tables, node, apex)) return `node ${node} lies outside of its zone`;
  if (((info & IS_APEX) !== 0) !== (node === apex)) return `node ${node} is wrong about being an apex`;
  const count = info >>> 16;
  if ((info & IS_BROKEN) !== 0 && (node !== apex || count > 0))
    return `node ${node} is broken and has records`;
  if (node === apex && (info & IS_BROKEN) === 0 && findRRset(tables, node, SOA) < 0)
    return `node ${node} has no SOA`;
  if ((info & IS_CUT) !== 0 && (count === 0 || (rows[(node + 1) * ROW + RRSET_TYPE]! & 0xffff) !== NS))
    return `node ${node} is a cut without NS`;
  if ((info & HAS_DNAME) !== 0 && findRRset(tables, node, DNAME) < 0) return `node ${node} has no DNAME`;
  if ((info & HAS_CNAME) !== 0 && findRRset(tables, node, CNAME) < 0) return `node ${node} has no CNAME`;
  for (let rrset = node + 1; rrset <= node + count; rrset++) {
    const fault = faultInRecords(tables, rrset, owner);
    if (fault !== undefined) return fault;
    if ((info & HAS_CNAME) === 0 || (rows[rrset * ROW + RRSET_TYPE]! & 0xffff) !== CNAME) continue;
    const lost = faultInTarget(map, rrset);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

/** What is wrong with what a node leads to, in words. The names of all nodes are right. */
export function faultInNodeLinks(map: RowMap, node: number): string | undefined {
  const { tables, kinds } = map;
  const { rows, zones, aliases } = tables;
  const row = node * ROW;
  const zone = rows[row + NODE_ZONE]!;
  const cover = rows[row + NODE_COVER]!;
  if (cover !== -1) {
    const flags = rows[cover * ROW + NODE_INFO]! & (cover === node ? IS_CUT : IS_CUT | HAS_DNAME);
    if (kinds[cover] !== IS_NODE || rows[cover * ROW + NODE_ZONE] !== zone || flags === 0)
      return `what covers node ${node} does not`;
    if (!isAtOrBelow(tables, node, cover)) return `what covers node ${node} is not above it`;
  }
  const wildcard = rows[row + NODE_WILDCARD]!;
  if (wildcard !== -1) {
    const isOne = kinds[wildcard] === IS_NODE && (rows[wildcard * ROW + NODE_INFO]! & IS_WILDCARD) !== 0;
    if (!isOne || rows[wildcard * ROW + NODE_ZONE] !== zone || !isAtOrBelow(tables, wildcard, node))
      return `the wildcard below node ${node} is none`;
  }
  const first = zones[zone * ZONE_SIZE + ZONE_CHAIN]!;
  const end = first + zones[zone * ZONE_SIZE + ZONE_CHAIN_COUNT]!;
  for (const column of [NODE_DENIAL, NODE_NO_WILDCARD]) {
    const place = rows[row + column]!;
    if (place !== -1 && (place < first || place >= end)) return `node ${node} is denied by another zone`;
  }
  const alias = rows[row + NODE_ALIAS]!;
  if (alias !== -1 && aliases[alias * ALIAS_SIZE + ALIAS_NODE] !== node)
    return `node ${node} is another alias`;
  return undefined;
}

/** The name of a node is that of another one, or below it. */
export function isAtOrBelow({ rows, heap }: Tables, node: number, above: number): boolean {
  const length = rows[node * ROW + NODE_INFO]! & 0xff;
  const shared = rows[above * ROW + NODE_INFO]! & 0xff;
  const name = rows[node * ROW + NODE_NAME]!;
  const other = rows[above * ROW + NODE_NAME]!;
  const start = length - shared;
  if (start < 0) return false;
  for (let at = 0; at < shared; at++) if (heap[name + start + at] !== heap[other + at]) return false;
  return isLabel(heap, name, length, start);
}
