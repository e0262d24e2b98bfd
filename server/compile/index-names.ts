import { makeNameBuffer, readName } from "../name.ts";
import { IS_HIDDEN, NODE_INFO, NODE_NAME, NODE_SIZE, type Tables } from "../tables.ts";
import type { Staging } from "./staging.ts";

/** Puts every node that a question can find into the table of names. */
export function indexNames(staging: Staging, tables: Tables, shadowed: Uint8Array): void {
  const { slots, slotMask, nodes, names } = tables;
  for (let node = 0; node < staging.nodeCount; node++) {
    if (shadowed[node] === 1 || (nodes[node * NODE_SIZE + NODE_INFO]! & IS_HIDDEN) !== 0) continue;
    const start = nodes[node * NODE_SIZE + NODE_NAME]!;
    readName(name, names, start, names.length);
    const hash = name.hash[0]!;
    let slot = hash & slotMask;
    while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & slotMask;
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = node + 1;
  }
}

const name = makeNameBuffer();
