import { CNAME, DNAME, NS, NSEC3 } from "../../../dns/type-numbers.ts";
import { HAS_CNAME, HAS_DNAME, IS_APEX, IS_CUT, IS_HIDDEN } from "../tables.ts";
import { coveredType } from "./covered-type.ts";
import { STAGED, STAGED_COVER, STAGED_FIRST, STAGED_INFO, STAGED_PARENT, type Staging } from "./staging.ts";

/** Finds the cuts and DNAMEs and what lies below them. */
export function findCovers(staging: Staging): void {
  const { nodes } = staging;
  for (let node = 0; node < staging.nodeCount; node++) {
    const row = node * STAGED;
    const parent = nodes[row + STAGED_PARENT]!;
    nodes[row + STAGED_INFO]! |= flagsOf(staging, node);
    nodes[row + STAGED_COVER] = coverOf(staging, node, parent);
    // A name with names below it exists, whatever it holds itself.
    if (parent >= 0) nodes[parent * STAGED + STAGED_INFO]! &= ~IS_HIDDEN;
  }
}

function flagsOf(staging: Staging, node: number): number {
  const isApex = (staging.nodes[node * STAGED + STAGED_INFO]! & IS_APEX) !== 0;
  let record = staging.nodes[node * STAGED + STAGED_FIRST]!;
  let hasOnlyNsec3 = record >= 0;
  let flags = 0;
  for (; record >= 0; record = staging.next[record]!) {
    const type = staging.types[record]!;
    if (type === NS && !isApex) flags |= IS_CUT;
    else if (type === DNAME) flags |= HAS_DNAME;
    else if (type === CNAME) flags |= HAS_CNAME;
    if (type !== NSEC3 && coveredType(staging, record) !== NSEC3) hasOnlyNsec3 = false;
  }
  return hasOnlyNsec3 && !isApex ? flags | IS_HIDDEN : flags;
}

/** The parents come first, so what lies above is known. */
function coverOf(staging: Staging, node: number, parent: number): number {
  const { nodes } = staging;
  if (parent >= 0) {
    const above = nodes[parent * STAGED + STAGED_COVER]!;
    if (above >= 0) return above;
    if ((nodes[parent * STAGED + STAGED_INFO]! & HAS_DNAME) !== 0) return parent;
  }
  return (nodes[node * STAGED + STAGED_INFO]! & IS_CUT) !== 0 ? node : -1;
}
