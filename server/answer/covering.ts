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
import { compareNodeToName } from "./name-order.ts";
import { digest, HASH_LABEL_LENGTH, hashName, labelOfHash } from "./nsec3-hash.ts";
import { keyOfName, orderKey } from "./order-key.ts";

/** The place in `chain` of the NSEC at this name or, since a name there has none, that which covers it. */
export function findNsec(tables: Tables, zone: number, name: NameBuffer): number {
  const first = tables.zones[zone * ZONE_SIZE + ZONE_CHAIN]!;
  const place = lastUpTo(tables, zone, first, name);
  return place > first ? place : first; // the apex is the first, and nothing is before it
}

/** The same for a name below `encloser`, its closest encloser. */
export function findNsecBelow(tables: Tables, zone: number, encloser: number, name: NameBuffer): number {
  const own = tables.rows[encloser * ROW + NODE_DENIAL]!;
  return own < 0 ? findNsec(tables, zone, name) : lastUpTo(tables, zone, own + 1, name);
}

/** The last place whose name does not come behind this one; `low - 1` where there is none from `low` on. */
function lastUpTo(tables: Tables, zone: number, from: number, name: NameBuffer): number {
  const { chain, keys, rows, zones } = tables;
  const row = zone * ZONE_SIZE;
  keyOfName(name, rows[zones[row + ZONE_APEX]! * ROW + NODE_INFO]! & 0xff);
  const { first, second } = orderKey;
  let low = from;
  let high = zones[row + ZONE_CHAIN]! + zones[row + ZONE_CHAIN_COUNT]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    let order = keys[2 * middle]! - first;
    if (order === 0) order = keys[2 * middle + 1]! - second;
    if (order === 0) order = compareNodeToName(tables, chain[middle]!, name);
    if (order <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The place in `chain` of the NSEC3 that covers the hash of the name from label `label` on, or matches it; then
 * `matches` tells so.
 */
export function findNsec3(tables: Tables, zone: number, name: NameBuffer, label: number): number {
  const row = zone * ZONE_SIZE;
  const { zones, heap, keys } = tables;
  hashName(heap, zones[row + ZONE_NSEC3]!, name.octets, name.labelAt[label]!, name.length);
  const first = zones[row + ZONE_CHAIN]!;
  const end = first + zones[row + ZONE_CHAIN_COUNT]!;
  const bits = ((digest[0]! << 24) | (digest[1]! << 16) | (digest[2]! << 8) | digest[3]!) >>> 0;
  let place = firstAbove(keys, first, end, bits);
  // Few hashes have their first bits in common, so the rest is seldom looked at.
  while (place > first && keys[2 * (place - 1)]! >>> 0 === bits && compareToHash(tables, place - 1) > 0)
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
function firstAbove(keys: Int32Array, first: number, end: number, bits: number): number {
  const guess = first + Math.floor((bits / 2 ** 32) * (end - first));
  let low = first;
  let high = end;
  if (keys[2 * guess]! >>> 0 <= bits) {
    low = guess + 1;
    for (let step = NEAR, at = low + step; at < end; step *= 2, at = low + step) {
      if (keys[2 * at]! >>> 0 > bits) {
        high = at;
        break;
      }
      low = at + 1;
    }
  } else {
    high = guess;
    for (let step = NEAR, at = high - step; at >= first; step *= 2, at = high - step) {
      if (keys[2 * at]! >>> 0 <= bits) {
        low = at + 1;
        break;
      }
      high = at;
    }
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[2 * middle]! >>> 0 <= bits) low = middle + 1;
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
