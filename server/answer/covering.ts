import type { NameBuffer } from "../query/name.ts";
import {
  NODE_NAME,
  ROW,
  type Tables,
  ZONE_CHAIN,
  ZONE_CHAIN_COUNT,
  ZONE_NSEC3,
  ZONE_SIZE,
} from "../tables/tables.ts";
import { compareNodeToName } from "./name-order.ts";
import { HASH_LABEL_LENGTH, hashLabel, hashName } from "./nsec3-hash.ts";

/** The place in `chain` of the NSEC at this name or, since a name there has none, that which covers it. */
export function findNsec(tables: Tables, zone: number, name: NameBuffer): number {
  const row = zone * ZONE_SIZE;
  const first = tables.zones[row + ZONE_CHAIN]!;
  let low = first;
  let high = first + tables.zones[row + ZONE_CHAIN_COUNT]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareNodeToName(tables, tables.chain[middle]!, name) <= 0) low = middle + 1;
    else high = middle;
  }
  return low > first ? low - 1 : first; // the apex is the first, and nothing is before it
}

/**
 * The place in `chain` of the NSEC3 that covers the hash of the name from label `label` on, or matches it; then
 * `matches` tells so.
 */
export function findNsec3(tables: Tables, zone: number, name: NameBuffer, label: number): number {
  const row = zone * ZONE_SIZE;
  const { chain, heap } = tables;
  hashName(heap, tables.zones[row + ZONE_NSEC3]!, name.octets, name.labelAt[label]!, name.length);
  const first = tables.zones[row + ZONE_CHAIN]!;
  const end = first + tables.zones[row + ZONE_CHAIN_COUNT]!;
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareToHash(tables, chain[middle]!) <= 0) low = middle + 1;
    else high = middle;
  }
  // Hashes go round in a circle: before the first stands the last (RFC 5155 §3.1.7).
  return low > first ? low - 1 : end - 1;
}

/** The NSEC3 at this place in `chain` is that of the name hashed last. */
export function matches(tables: Tables, place: number): boolean {
  return compareToHash(tables, tables.chain[place]!) === 0;
}

function compareToHash(tables: Tables, node: number): number {
  const { heap } = tables;
  const start = tables.rows[node * ROW + NODE_NAME]! + 1; // after the length of the label
  for (let at = 0; at < HASH_LABEL_LENGTH; at++) {
    const difference = heap[start + at]! - hashLabel[at]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
