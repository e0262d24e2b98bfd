import type { NameBuffer } from "../query/name.ts";
import {
  NODE_DENIAL,
  NODE_INFO,
  NODE_NAME,
  ROW,
  type Tables,
  ZONE_APEX,
  ZONE_CHAIN,
  ZONE_CHAIN_COUNT,
  ZONE_NSEC3,
  ZONE_SIZE,
} from "../tables/tables.ts";
import { compareLabels, compareNodeToName } from "./name-order.ts";
import { digest, HASH_LABEL_LENGTH, hashName, labelOfHash } from "./nsec3-hash.ts";

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
 * The same for a name below `encloser`, its closest encloser, whose next label is `label`: as `findNsec` finds it, but names are
 * compared by the labels that follow the encloser alone. What comes behind the encloser's own place and is not below it comes
 * behind all that is (RFC 4034 §6.1).
 */
export function findNsecBelow(
  tables: Tables,
  zone: number,
  encloser: number,
  name: NameBuffer,
  label: number,
): number {
  const { rows, chain, zones } = tables;
  const row = zone * ZONE_SIZE;
  const own = rows[encloser * ROW + NODE_DENIAL]!;
  if (own < 0) return findNsec(tables, zone, name);
  const isApex = zones[row + ZONE_APEX] === encloser;
  let low = own + 1;
  let high = zones[row + ZONE_CHAIN]! + zones[row + ZONE_CHAIN_COUNT]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const node = chain[middle]!;
    const at = isApex || isBelow(tables, node, encloser) ? labelBelow(tables, node, encloser) : -1;
    // No label is the same: the name would have a closer encloser.
    if (at >= 0 && compareLabels(tables.heap, at, name.octets, name.labelAt[label]!) < 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where the label of the node stands that follows the name of `above`, which it is below. */
function labelBelow({ rows, heap }: Tables, node: number, above: number): number {
  const row = node * ROW;
  let at = rows[row + NODE_NAME]!;
  const end = at + (rows[row + NODE_INFO]! & 0xff) - (rows[above * ROW + NODE_INFO]! & 0xff);
  for (;;) {
    const next = at + 1 + heap[at]!;
    if (next >= end) return at;
    at = next;
  }
}

/** The name of the node is below that of `above`. */
function isBelow({ rows, heap }: Tables, node: number, above: number): boolean {
  const length = rows[above * ROW + NODE_INFO]! & 0xff;
  const start = rows[above * ROW + NODE_NAME]!;
  let at = rows[node * ROW + NODE_NAME]!;
  const suffix = at + (rows[node * ROW + NODE_INFO]! & 0xff) - length;
  if (at >= suffix) return false;
  while (at < suffix) at += 1 + heap[at]!;
  if (at !== suffix) return false;
  for (let index = 0; index < length; index++) if (heap[at + index] !== heap[start + index]) return false;
  return true;
}

/**
 * The place in `chain` of the NSEC3 that covers the hash of the name from label `label` on, or matches it; then
 * `matches` tells so.
 */
export function findNsec3(tables: Tables, zone: number, name: NameBuffer, label: number): number {
  const row = zone * ZONE_SIZE;
  const { zones, heap, hashes } = tables;
  hashName(heap, zones[row + ZONE_NSEC3]!, name.octets, name.labelAt[label]!, name.length);
  const first = zones[row + ZONE_CHAIN]!;
  const end = first + zones[row + ZONE_CHAIN_COUNT]!;
  const bits = ((digest[0]! << 24) | (digest[1]! << 16) | (digest[2]! << 8) | digest[3]!) >>> 0;
  let place = firstAbove(hashes, first, end, bits);
  // Few hashes have their first bits in common, so the rest is seldom looked at.
  while (place > first && hashes[place - 1]! >>> 0 === bits && compareToHash(tables, place - 1) > 0)
    place -= 1;
  // Hashes go round in a circle: before the first stands the last (RFC 5155 §3.1.7).
  return place > first ? place - 1 : end - 1;
}

/** The NSEC3 at this place in `chain` is that of the name hashed last. */
export function matches(tables: Tables, place: number): boolean {
  return compareToHash(tables, place) === 0;
}

/**
 * The first place whose bits are above these. Hashes are spread evenly, so it is near where it would be if they were so exactly: from
 * there on one looks farther and farther, and then between the last two.
 */
function firstAbove(hashes: Int32Array, first: number, end: number, bits: number): number {
  const guess = first + Math.floor((bits / 2 ** 32) * (end - first));
  let low = first;
  let high = end;
  if (hashes[guess]! >>> 0 <= bits) {
    low = guess + 1;
    for (let step = NEAR, at = low + step; at < end; step *= 2, at = low + step) {
      if (hashes[at]! >>> 0 > bits) {
        high = at;
        break;
      }
      low = at + 1;
    }
  } else {
    high = guess;
    for (let step = NEAR, at = high - step; at >= first; step *= 2, at = high - step) {
      if (hashes[at]! >>> 0 <= bits) {
        low = at + 1;
        break;
      }
      high = at;
    }
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hashes[middle]! >>> 0 <= bits) low = middle + 1;
    else high = middle;
  }
  return low;
}

const NEAR = 16;

function compareToHash({ heap, rows, chain }: Tables, place: number): number {
  const start = rows[chain[place]! * ROW + NODE_NAME]! + 1; // after the length of the label
  const label = labelOfHash(digest, 0);
  for (let at = 0; at < HASH_LABEL_LENGTH; at++) {
    const difference = heap[start + at]! - label[at]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
