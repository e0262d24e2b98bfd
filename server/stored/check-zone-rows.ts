import { NSEC, NSEC3, SOA } from "../../dns/type-numbers.ts";
import { findRRset } from "../answer/lookup.ts";
import { firstBitsOf, HASH_LABEL_LENGTH } from "../answer/nsec3-hash.ts";
import { keyOfNameAt, orderKey } from "../answer/order-key.ts";
import {
  BY_NSEC,
  BY_NSEC3,
  IS_BROKEN,
  NO_DENIAL,
  NODE_INFO,
  NODE_NAME,
  NODE_ZONE,
  ROW,
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_CHAIN,
  ZONE_CHAIN_COUNT,
  ZONE_DENIAL,
  ZONE_NEGATIVE_SOA,
  ZONE_NSEC3,
  ZONE_SIZE,
  ZONE_UPPER_ENCLOSER,
  ZONE_UPPER_NODE,
} from "../tables/tables.ts";
import { isAtOrBelow } from "./check-node.ts";
import { faultInRecords } from "./check-rrset.ts";
import { IS_NODE, type RowMap } from "./row-map.ts";

/** What is wrong with the row of a zone, in words. Its nodes are right. */
export function faultInZone({ tables, kinds }: RowMap, zone: number): string | undefined {
  const { rows, zones } = tables;
  const row = zone * ZONE_SIZE;
  const apex = zones[row + ZONE_APEX]!;
  const soa = zones[row + ZONE_NEGATIVE_SOA]!;
  const isBroken = (rows[apex * ROW + NODE_INFO]! & IS_BROKEN) !== 0;
  if (isBroken !== (soa === -1)) return `zone ${zone} is wrong about being broken`;
  if (!isBroken) {
    const owner = { start: rows[apex * ROW + NODE_NAME]!, length: rows[apex * ROW + NODE_INFO]! & 0xff };
    if ((rows[soa * ROW + RRSET_TYPE]! & 0xffff) !== SOA) return `zone ${zone} has no SOA`;
    const fault = faultInRecords(tables, soa, owner);
    if (fault !== undefined) return fault;
  }
  for (const column of [ZONE_UPPER_NODE, ZONE_UPPER_ENCLOSER]) {
    const upper = zones[row + column]!;
    if (upper === -1) continue;
    if (
      kinds[upper] !== IS_NODE ||
      rows[upper * ROW + NODE_ZONE] === zone ||
      !isAtOrBelow(tables, apex, upper)
    )
      return `zone ${zone} has another zone above it`;
    const isSame = (rows[upper * ROW + NODE_INFO]! & 0xff) === (rows[apex * ROW + NODE_INFO]! & 0xff);
    if (isSame !== (column === ZONE_UPPER_NODE)) return `zone ${zone} is at another name of the zone above`;
  }
  return faultInChain(tables, kinds, zone);
}

function faultInChain(tables: Tables, kinds: Uint8Array, zone: number): string | undefined {
  const { rows, zones, chain, keys, heap } = tables;
  const row = zone * ZONE_SIZE;
  const kind = zones[row + ZONE_DENIAL]!;
  const first = zones[row + ZONE_CHAIN]!;
  const count = zones[row + ZONE_CHAIN_COUNT]!;
  const parameters = zones[row + ZONE_NSEC3]!;
  if (first < 0 || count < 0 || first + count > chain.length) return `zone ${zone} has no such chain`;
  if (kind !== NO_DENIAL && kind !== BY_NSEC && kind !== BY_NSEC3)
    return `zone ${zone} denies in another way`;
  if ((kind === NO_DENIAL) !== (count === 0)) return `zone ${zone} has a chain and no use for it, or none`;
  if (kind === BY_NSEC3 && (parameters < 0 || parameters + 3 + heap[parameters + 2]! > heap.length))
    return `zone ${zone} has no parameters of NSEC3`;
  const apexLength = rows[zones[row + ZONE_APEX]! * ROW + NODE_INFO]! & 0xff;
  for (let place = first; place < first + count; place++) {
    const node = chain[place]!;
    if (kinds[node] !== IS_NODE || rows[node * ROW + NODE_ZONE] !== zone)
      return `place ${place} is of no node`;
    if (findRRset(tables, node, kind === BY_NSEC ? NSEC : NSEC3) < 0) return `place ${place} proves nothing`;
    const name = rows[node * ROW + NODE_NAME]!;
    if (kind === BY_NSEC) {
      keyOfNameAt(heap, name, rows[node * ROW + NODE_INFO]! & 0xff, apexLength);
      if (keys[2 * place] !== orderKey.first || keys[2 * place + 1] !== orderKey.second)
        return `place ${place} has another key`;
      continue;
    }
    if (heap[name] !== HASH_LABEL_LENGTH) return `place ${place} has no hash`;
    if (keys[2 * place] !== firstBitsOf(heap, name + 1)) return `place ${place} has another hash`;
  }
  return undefined;
}
