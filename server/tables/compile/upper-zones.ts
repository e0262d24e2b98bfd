import { NODE_ZONE, ROW, type Tables, ZONE_SIZE, ZONE_UPPER_ENCLOSER, ZONE_UPPER_NODE } from "../tables.ts";
import { ELSEWHERE } from "./runs.ts";
import type { Splice } from "./splice-plan.ts";

/**
 * Links each zone with the one nearest above it. Where that was compiled, this one was there, too, with its apex at least. Else both are
 * where they were before: the one above would have been compiled if another had come or gone below it.
 */
export function linkUpperZones(
  { served, compiled, servedNumbers, compiledNumbers }: Splice,
  moves: { readonly served: Int32Array; readonly compiled: Int32Array },
  { zones }: Tables,
): void {
  for (let zone = 0; zone < zones.length / ZONE_SIZE; zone++) {
    for (const column of [ZONE_UPPER_NODE, ZONE_UPPER_ENCLOSER]) {
      const now = upperNode(compiled, compiledNumbers[zone]!, column, moves.compiled);
      const former = upperNode(served, servedNumbers[zone]!, column, moves.served);
      zones[zone * ZONE_SIZE + column] = now >= 0 ? now : former;
    }
  }
}

/** The node above a zone of some tables, where it stands now; -1 where there is none, or its zone is taken from elsewhere. */
function upperNode({ zones, rows }: Tables, zone: number, column: number, moves: Int32Array): number {
  const node = zone < 0 ? -1 : zones[zone * ZONE_SIZE + column]!;
  if (node < 0) return -1;
  const move = moves[rows[node * ROW + NODE_ZONE]!]!;
  return move === ELSEWHERE ? -1 : node + move;
}
