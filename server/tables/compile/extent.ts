import { slotRoom } from "../overlay.ts";
import {
  ALIAS_A,
  ALIAS_NODE,
  ALIAS_ROOM,
  ALIAS_SIZE,
  NODE_INFO,
  NODE_NAME,
  ROW,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_EXTRA_COUNT,
  RRSET_EXTRAS,
  RRSET_LENGTHS,
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_CHAIN,
  ZONE_CHAIN_COUNT,
  ZONE_NEGATIVE_SOA,
  ZONE_SIZE,
} from "../tables.ts";
import { hasAdditional } from "./type-plan.ts";

/** What zones that stand behind each other take of each table. */
export type Extent = Readonly<Record<TableOf, Span>>;

/**
 * The tables that each zone has a piece of. `rows` and `heap` are those of nodes and their RRsets, `soas` and `soaHeap` those of the SOAs
 * in negative answers, which stand behind all of them.
 */
export type TableOf = "rows" | "heap" | "extras" | "chain" | "aliases" | "overlay" | "soas" | "soaHeap";

/** From where, and how long: in rows of the table, or octets of the heap and the overlay. */
export interface Span {
  readonly from: number;
  readonly length: number;
}

/**
 * Finds what so many zones take, from this one on: `compile` lays out one zone behind the other in every table. It looks at what the first
 * has, and what stands behind the last, and at no row between.
 */
export function extentOf(tables: Tables, first: number, count: number): Extent {
  const { zones, rows, aliases } = tables;
  const behind = first + count;
  const last = (behind - 1) * ZONE_SIZE;
  const nodes = span(startOf(tables, first), startOf(tables, behind));
  const soas = span(soasFrom(tables, first), soasFrom(tables, behind));
  const soaHeap =
    soas.length === 0 ? NOTHING : span(rows[soas.from * ROW + RRSET_DATA]!, endOfSoas(tables, soas));
  const firstAlias = aliasesBefore(tables, nodes.from);
  const ownAliases = span(firstAlias, aliasesBefore(tables, nodes.from + nodes.length));
  return {
    ...{ rows: nodes, soas, soaHeap, aliases: ownAliases },
    heap: span(heapAt(tables, first), heapAt(tables, behind)),
    extras: span(extrasFrom(tables, first), extrasFrom(tables, behind)),
    chain: span(
      zones[first * ZONE_SIZE + ZONE_CHAIN]!,
      zones[last + ZONE_CHAIN]! + zones[last + ZONE_CHAIN_COUNT]!,
    ),
    overlay: overlayOf(aliases, ownAliases),
  };
}

const NOTHING: Span = { from: 0, length: 0 };

/** Throws where tables are not laid out so. */
function span(from: number, to: number): Span {
  if (from < 0 || to < from)
    throw new Error("Cannot take zones out of tables that are laid out in another way");
  return { from, length: to - from };
}

/** The apex of a zone; behind the last zone, where its nodes end. */
function startOf({ zones, rows }: Tables, zone: number): number {
  const count = zones.length / ZONE_SIZE;
  if (zone < count) return zones[zone * ZONE_SIZE + ZONE_APEX]!;
  for (let row = ZONE_NEGATIVE_SOA; row < zones.length; row += ZONE_SIZE)
    if (zones[row]! >= 0) return zones[row]!;
  // All of them are broken, and each is a node alone.
  const apex = zones[(count - 1) * ZONE_SIZE + ZONE_APEX]!;
  return apex + 1 + (rows[apex * ROW + NODE_INFO]! >>> 16);
}

/** The name of a zone's apex stands before all else that it has; behind the last zone come the SOAs. */
function heapAt({ zones, rows }: Tables, zone: number): number {
  const count = zones.length / ZONE_SIZE;
  const nameOf = (apex: number) => rows[apex * ROW + NODE_NAME]!;
  if (zone < count) return nameOf(zones[zone * ZONE_SIZE + ZONE_APEX]!);
  for (let row = ZONE_NEGATIVE_SOA; row < zones.length; row += ZONE_SIZE)
    if (zones[row]! >= 0) return rows[zones[row]! * ROW + RRSET_DATA]!;
  const apex = zones[(count - 1) * ZONE_SIZE + ZONE_APEX]!;
  return nameOf(apex) + (rows[apex * ROW + NODE_INFO]! & 0xff);
}

/** The first SOA of negative answers of this zone or one behind it; behind the last zone, where they end. */
function soasFrom({ zones }: Tables, zone: number): number {
  for (let row = zone * ZONE_SIZE + ZONE_NEGATIVE_SOA; row < zones.length; row += ZONE_SIZE)
    if (zones[row]! >= 0) return zones[row]!;
  for (let row = zones.length - ZONE_SIZE + ZONE_NEGATIVE_SOA; row >= 0; row -= ZONE_SIZE)
    if (zones[row]! >= 0) return zones[row]! + 1;
  return 0;
}

/** Where the additional data of this zone and those behind it begin; every zone but a broken one has NS, which have a place. */
function extrasFrom(tables: Tables, zone: number): number {
  const { zones, rows } = tables;
  for (let at = zone; at < zones.length / ZONE_SIZE; at++) {
    if (zones[at * ZONE_SIZE + ZONE_NEGATIVE_SOA]! < 0) continue;
    const apex = zones[at * ZONE_SIZE + ZONE_APEX]!;
    const end = apex + 1 + (rows[apex * ROW + NODE_INFO]! >>> 16);
    for (let rrset = apex + 1; rrset < end; rrset++)
      if (hasAdditional(rows[rrset * ROW + RRSET_TYPE]! & 0xffff)) return rows[rrset * ROW + RRSET_EXTRAS]!;
  }
  return extrasEnd(tables);
}

/** Where all additional data end. */
function extrasEnd(tables: Tables): number {
  const { zones, rows } = tables;
  for (let at = zones.length / ZONE_SIZE - 1; at >= 0; at--) {
    if (zones[at * ZONE_SIZE + ZONE_NEGATIVE_SOA]! < 0) continue;
    let end = 0;
    const stop = startOf(tables, at + 1);
    for (let node = zones[at * ZONE_SIZE + ZONE_APEX]!; node < stop; ) {
      const behind = node + 1 + (rows[node * ROW + NODE_INFO]! >>> 16);
      for (let rrset = node + 1; rrset < behind; rrset++)
        if (hasAdditional(rows[rrset * ROW + RRSET_TYPE]! & 0xffff))
          end = rows[rrset * ROW + RRSET_EXTRAS]! + rows[rrset * ROW + RRSET_EXTRA_COUNT]!;
      node = behind;
    }
    return end;
  }
  return 0;
}

/** How many aliases are at nodes before this row: they stand in the order of their nodes. */
function aliasesBefore({ aliases }: Tables, row: number): number {
  let from = 0;
  let to = aliases.length / ALIAS_SIZE;
  while (from < to) {
    const middle = (from + to) >> 1;
    const node = aliases[middle * ALIAS_SIZE + ALIAS_NODE]!;
    if (node >= 0 && node < row)
      from = middle + 1; // those that are not used stand behind
    else to = middle;
  }
  return from;
}

function overlayOf(aliases: Int32Array, { from, length }: Span): Span {
  if (length === 0) return NOTHING;
  const last = (from + length - 1) * ALIAS_SIZE;
  const end = aliases[last + ALIAS_A]! + 2 * slotRoom(aliases[last + ALIAS_ROOM]!);
  return span(aliases[from * ALIAS_SIZE + ALIAS_A]!, end);
}

function endOfSoas({ rows }: Tables, { from, length }: Span): number {
  const row = (from + length - 1) * ROW;
  const lengths = rows[row + RRSET_LENGTHS]!;
  const pointers = rows[row + RRSET_COUNTS]! >>> 16;
  return rows[row + RRSET_DATA]! + (lengths & 0xffff) + (lengths >>> 16) + 2 * pointers;
}
