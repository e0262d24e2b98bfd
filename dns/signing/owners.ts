import type { FlatRecords } from "../flat-records.ts";
import { DNAME, NS } from "../type-numbers.ts";
import { isBelowName, isSameName } from "./names-in-place.ts";

/** The owners of a zone in canonical order, the apex first. */
export interface Owners {
  readonly count: number;
  /** Owner `i` has the rows from `starts[i]` to `starts[i + 1]` of the order. */
  readonly starts: Uint32Array;
  readonly standings: Uint8Array;
}

/** The zone answers for this name with authority. */
export const AUTHORITATIVE = 0;
/** The name is delegated: of its records only DS is the zone's (RFC 4035 §2.2). */
export const CUT = 1;
/** The name lies below a cut (glue and the like) or below a DNAME (RFC 6672 §2.4): it is not in the signed zone. */
export const OCCLUDED = 2;

/** Finds the owners of records whose rows are given in canonical order, and how each stands in the zone. */
export function findOwners({ names, owners, types }: FlatRecords, order: Uint32Array): Owners {
  const starts = new Uint32Array(order.length + 1);
  const standings = new Uint8Array(order.length);
  let count = 0;
  let barrier = -1; // the name below which nothing is the zone's: all names below it come right behind it
  for (let from = 0; from < order.length; count++) {
    const name = owners[order[from]!]!;
    let hasNs = false;
    let hasDname = false;
    let to = from;
    for (; to < order.length && isSameName(names, owners[order[to]!]!, name); to++) {
      hasNs ||= types[order[to]!] === NS;
      hasDname ||= types[order[to]!] === DNAME;
    }
    const isApex = count === 0;
    const isOccluded = barrier >= 0 && isBelowName(names, name, barrier);
    const isCut = hasNs && !isApex;
    standings[count] = isOccluded ? OCCLUDED : isCut ? CUT : AUTHORITATIVE;
    if (!isOccluded && (isCut || hasDname)) barrier = name;
    starts[count] = from;
    from = to;
  }
  starts[count] = order.length;
  return { count, starts, standings };
}

/** Where the RRset ends that begins at `from` of the order; its owner's records end at `end`. */
export function endOfRrset(types: Uint16Array, order: Uint32Array, from: number, end: number): number {
  const type = types[order[from]!];
  let to = from + 1;
  while (to < end && types[order[to]!] === type) to += 1;
  return to;
}
