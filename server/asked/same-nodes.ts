import { findNode } from "../answer/lookup.ts";
import { makeNameBuffer, readName } from "../query/name.ts";
import type { MovedRows } from "../tables/moved-rows.ts";
import { endOfNodes, forEachNode } from "../tables/node-index.ts";
import {
  IS_HIDDEN,
  NODE_INFO,
  NODE_NAME,
  NODE_ZONE,
  ROW,
  type Tables,
  ZONE_APEX,
  ZONE_SIZE,
  ZONE_UPPER_NODE,
} from "../tables/tables.ts";

/**
 * For the nodes of some tables those of the former ones with the same names, -1 for none; both can be found by their names. Most names of a zone that
 * is loaded again stand behind the one behind which they stood, so that one is looked at first: it is a walk through memory, where a search
 * by hash waits for memory each time.
 */
export function followNodes(former: Tables, tables: Tables): (node: number) => number {
  const isFound = findsByName(former);
  const end = endOfNodes(former.zones);
  let next = 0;
  return (node) => {
    let found = next;
    while (found < end && !isFound(found)) found = behind(former, found);
    if (found >= end || !haveSameName(former, found, tables, node))
      found = findNode(former, read(tables, node), 0);
    if (found >= 0) next = behind(former, found);
    return found;
  };
}

/** The nodes that can be found by their names, but for those of rows that have moved: these are whole zones. */
export function* nodesBeside(tables: Tables, moved: readonly MovedRows[]): Generator<number> {
  const isFound = findsByName(tables);
  const count = tables.zones.length / ZONE_SIZE;
  const ends = new Map(moved.map(({ to, length }) => [to, to + length]));
  for (let zone = 0, end = 0; zone < count; zone++) {
    const apex = tables.zones[zone * ZONE_SIZE + ZONE_APEX]!;
    end = ends.get(apex) ?? end;
    if (apex < end) continue;
    const nodes: number[] = [];
    forEachNode(tables, zone, (node) => nodes.push(node));
    for (const node of nodes) if (isFound(node)) yield node;
  }
}

/** Tells whether a node is found by its name: it is not hidden, nor does another of our zones answer for the name. */
function findsByName(tables: Tables): (node: number) => boolean {
  const { rows, zones } = tables;
  const hasInner = new Uint8Array(zones.length / ZONE_SIZE);
  for (let at = ZONE_UPPER_NODE; at < zones.length; at += ZONE_SIZE) {
    const upper = zones[at]!;
    if (upper >= 0) hasInner[rows[upper * ROW + NODE_ZONE]!] = 1;
  }
  return (node) => {
    if ((rows[node * ROW + NODE_INFO]! & IS_HIDDEN) !== 0) return false;
    return hasInner[rows[node * ROW + NODE_ZONE]!] === 0 || findNode(tables, read(tables, node), 0) === node;
  };
}

function behind({ rows }: Tables, node: number): number {
  return node + 1 + (rows[node * ROW + NODE_INFO]! >>> 16);
}

function haveSameName(one: Tables, node: number, other: Tables, otherNode: number): boolean {
  const length = one.rows[node * ROW + NODE_INFO]! & 0xff;
  if ((other.rows[otherNode * ROW + NODE_INFO]! & 0xff) !== length) return false;
  const start = one.rows[node * ROW + NODE_NAME]!;
  const shift = other.rows[otherNode * ROW + NODE_NAME]! - start;
  const [octets, others] = [one.heap, other.heap];
  for (let at = start; at < start + length; at++) if (octets[at] !== others[at + shift]) return false;
  return true;
}

/** The name of a node, until the next is read. */
function read({ rows, heap }: Tables, node: number): typeof name {
  const start = rows[node * ROW + NODE_NAME]!;
  readName(name, heap, start, start + (rows[node * ROW + NODE_INFO]! & 0xff));
  return name;
}

const name = makeNameBuffer();
