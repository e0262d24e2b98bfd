import {
  NODE_INFO,
  NODE_ZONE,
  ROW,
  type Tables,
  ZONE_APEX,
  ZONE_NEGATIVE_SOA,
  ZONE_SIZE,
} from "../tables/tables.ts";

/** What each row of some tables is. */
export interface RowMap {
  readonly tables: Tables;
  /** IS_NODE, IS_RRSET or IS_NEGATIVE, by the number of the row; 0 where it is not used. */
  readonly kinds: Uint8Array;
}

/** A node. */
export const IS_NODE = 1;
/** An RRset of the node before it. */
export const IS_RRSET = 2;
/** The RRset of an SOA as negative answers have it. */
const IS_NEGATIVE = 3;

/**
 * Goes over all rows: the nodes of each zone, the apex first, with their RRsets, then the SOAs of negative answers. Gives in words what
 * is out of place.
 */
export function mapRows(tables: Tables): RowMap | string {
  const { rows, zones } = tables;
  const kinds = new Uint8Array(rows.length / ROW);
  const count = zones.length / ZONE_SIZE;
  const end = endOfNodes(zones);
  if (end > kinds.length) return "the nodes have no end";
  let row = 0;
  for (let zone = 0; zone < count; zone++) {
    if (zones[zone * ZONE_SIZE + ZONE_APEX] !== row) return `the apex of zone ${zone} is out of place`;
    const first = row;
    while (row < end && rows[row * ROW + NODE_ZONE] === zone) {
      kinds[row] = IS_NODE;
      const next = row + 1 + (rows[row * ROW + NODE_INFO]! >>> 16);
      if (next > end) return `node ${row} has too many RRsets`;
      for (row += 1; row < next; row++) kinds[row] = IS_RRSET;
    }
    if (row === first) return `zone ${zone} has no node`;
  }
  if (row !== end) return `row ${row} is of no zone`;
  for (let zone = 0; zone < count; zone++) {
    const soa = zones[zone * ZONE_SIZE + ZONE_NEGATIVE_SOA]!;
    if (soa === -1) continue;
    if (soa !== row || row >= kinds.length) return `the SOA of zone ${zone} is out of place`;
    kinds[row] = IS_NEGATIVE;
    row += 1;
  }
  return { tables, kinds };
}

/** The first SOA of negative answers; where all zones are broken they have a node each. */
function endOfNodes(zones: Int32Array): number {
  for (let row = ZONE_NEGATIVE_SOA; row < zones.length; row += ZONE_SIZE) {
    if (zones[row]! >= 0) return zones[row]!;
  }
  return zones.length / ZONE_SIZE;
}
