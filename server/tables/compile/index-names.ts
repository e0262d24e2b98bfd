import { IS_HIDDEN, type Tables } from "../tables.ts";
import { STAGED, STAGED_HASH, STAGED_INFO, STAGED_PARENT, STAGED_ROW, type Staging } from "./staging.ts";
import type { ZoneAbove } from "./zones-above.ts";

/** Puts every node that a question can find into the table of names. */
export function indexNames(staging: Staging, zonesAbove: readonly ZoneAbove[], tables: Tables): void {
  const { nodes } = staging;
  const { slots, slotMask } = tables;
  const isShadowed = shadowedNodes(staging, zonesAbove);
  for (let node = 0; node < staging.nodeCount; node++) {
    if (isShadowed[node] === 1 || (nodes[node * STAGED + STAGED_INFO]! & IS_HIDDEN) !== 0) continue;
    const hash = nodes[node * STAGED + STAGED_HASH]!;
    let slot = hash & slotMask;
    while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & slotMask;
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = nodes[node * STAGED + STAGED_ROW]! + 1;
  }
}

/** For each node whether another of our zones answers for its name: 1 at and below the apex of a zone inside its own. */
function shadowedNodes(staging: Staging, zonesAbove: readonly ZoneAbove[]): Uint8Array {
  const shadowed = new Uint8Array(staging.nodeCount);
  const tops = zonesAbove.filter(({ node }) => node >= 0);
  for (const { node } of tops) shadowed[node] = 1;
  for (let node = 0; tops.length > 0 && node < staging.nodeCount; node++) {
    const parent = staging.nodes[node * STAGED + STAGED_PARENT]!;
    if (parent >= 0 && shadowed[parent] === 1) shadowed[node] = 1;
  }
  return shadowed;
}
