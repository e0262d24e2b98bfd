import { OVERLAY_HEAD } from "../overlay.ts";
import { type Tables, ZONE_SIZE } from "../tables.ts";
import { type Extent, extentOf, type TableOf } from "./extent.ts";
import type { Splice } from "./splice-plan.ts";

/** Zones that stand behind each other in some tables, and do so in others that are made of these. */
export interface Run extends Readonly<Record<TableOf, Place>> {
  readonly from: Tables;
  /** Their numbers there, and in the others. */
  readonly zones: Place;
}

/** Where something stands and will stand, and how long it is: in rows of its table, or octets of the heap and the overlay. */
export interface Place {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** The zones of some tables that are to be made, in as few runs as there are. */
export function makeRuns({ served, compiled, pieces }: Splice): Run[] {
  const stretches: { readonly from: Tables; readonly first: number; count: number }[] = [];
  for (const { from: which, number } of pieces) {
    const from = which === "served" ? served : compiled;
    const last = stretches.at(-1);
    if (last?.from === from && last.first + last.count === number) last.count += 1;
    else stretches.push({ from, first: number, count: 1 });
  }
  const extents = stretches.map(({ from, first, count }) => extentOf(from, first, count));
  const lengthOf = (table: TableOf) => extents.reduce((sum, each) => sum + each[table].length, 0);
  // The SOAs of negative answers stand behind all nodes.
  const next = {
    ...{ zones: 0, rows: 0, heap: 0, extras: 0, chain: 0, aliases: 0, overlay: OVERLAY_HEAD },
    ...{ soas: lengthOf("rows"), soaHeap: lengthOf("heap") },
  };
  const take = (table: keyof typeof next, from: number, length: number): Place => {
    const to = next[table];
    next[table] += length;
    return { from, to, length };
  };
  return stretches.map(({ from, first, count }, index) => {
    const extent: Extent = extents[index]!;
    const place = (table: TableOf) => take(table, extent[table].from, extent[table].length);
    return {
      from,
      zones: take("zones", first, count),
      rows: place("rows"),
      heap: place("heap"),
      extras: place("extras"),
      chain: place("chain"),
      aliases: place("aliases"),
      overlay: place("overlay"),
      soas: place("soas"),
      soaHeap: place("soaHeap"),
    };
  });
}

/** By how many rows the nodes of each zone of some tables move; ELSEWHERE for those that are not taken from there. */
export function rowMoves(tables: Tables, runs: readonly Run[]): Int32Array {
  const moves = new Int32Array(tables.zones.length / ZONE_SIZE).fill(ELSEWHERE);
  for (const { from, zones, rows } of runs)
    if (from === tables) moves.fill(rows.to - rows.from, zones.from, zones.from + zones.length);
  return moves;
}

/** No distance between rows. */
export const ELSEWHERE = -0x80000000;
