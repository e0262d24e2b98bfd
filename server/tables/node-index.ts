import {
  NODE_INFO,
  NODE_NAME,
  NODE_ZONE,
  ROW,
  type Tables,
  ZONE_APEX,
  ZONE_NEGATIVE_SOA,
  ZONE_SIZE,
} from "./tables.ts";

/** The nodes of one zone by their names, those too that no question finds: owners of NSEC3, and what another zone answers for. */
export interface NodeIndex {
  readonly tables: Tables;
  /** Open addressing: node + 1, 0 where the slot is free. */
  readonly slots: Int32Array;
}

/** Indexes a zone that is served, which is known by its number. */
export function indexNodes(tables: Tables, zone: number): NodeIndex {
  let count = 0;
  forEachNode(tables, zone, () => (count += 1));
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 1)));
  forEachNode(tables, zone, (node) => {
    const name = tables.rows[node * ROW + NODE_NAME]!;
    const length = tables.rows[node * ROW + NODE_INFO]! & 0xff;
    let slot = hashOf(tables.heap, name, length) & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = node + 1;
  });
  return { tables, slots };
}

/** The node of the name that stands in these octets, in lower case; -1 for none. */
export function indexedNode(
  { tables, slots }: NodeIndex,
  octets: Uint8Array,
  start: number,
  length: number,
): number {
  const { rows, heap } = tables;
  for (let slot = hashOf(octets, start, length); ; slot += 1) {
    const node = slots[slot & (slots.length - 1)]! - 1;
    if (node < 0) return -1;
    if ((rows[node * ROW + NODE_INFO]! & 0xff) !== length) continue;
    const name = rows[node * ROW + NODE_NAME]!;
    let at = 0;
    while (at < length && heap[name + at] === octets[start + at]) at += 1;
    if (at === length) return node;
  }
}

/** Tells all nodes of a zone, in their order. */
export function forEachNode({ rows, zones }: Tables, zone: number, onNode: (node: number) => void): void {
  const end = endOfNodes(zones);
  let node = zones[zone * ZONE_SIZE + ZONE_APEX]!;
  while (node < end && rows[node * ROW + NODE_ZONE] === zone) {
    onNode(node);
    node += 1 + (rows[node * ROW + NODE_INFO]! >>> 16);
  }
}

/** The row behind the last node: there stand the SOAs of negative answers, of the first zone that is served first. 0 where none is. */
export function endOfNodes(zones: Int32Array): number {
  for (let row = ZONE_NEGATIVE_SOA; row < zones.length; row += ZONE_SIZE) {
    if (zones[row]! >= 0) return zones[row]!;
  }
  return 0;
}

function hashOf(octets: Uint8Array, start: number, length: number): number {
  let hash = 0x811c9dc5; // FNV-1a
  for (let at = start; at < start + length; at++) hash = Math.imul(hash ^ octets[at]!, 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}
