import { keyOf, MAX_NAME_LENGTH, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { DNAME, RRSIG } from "../../dns/type-numbers.ts";
import type { PlacedRecord } from "../source/source-zone.ts";
import { makeFresh } from "./fresh.ts";
import { placeOf, type Side } from "./side.ts";

/** The names that there are on either side. */
export interface Names {
  /** Every node of either side, and the names above the apexes up to the root. */
  readonly tree: ReadonlySet<Name>;
  /** A child of a name that exists on no side; undefined where the name has no room for one. The same in every run. */
  readonly freshChild: (name: Name) => Name | undefined;
  /** DNAMEs of either side, each pair of owner and target once. */
  readonly dnames: readonly DnamePair[];
}

/** A DNAME as a mapping of names. */
export interface DnamePair {
  readonly owner: Name;
  readonly target: Name;
  /** It says the same on both sides, and holds on both: what it leads to has the same answer where its target has. */
  readonly isKept: boolean;
}

/** Collects the names of both sides. */
export function namesOf([before, after]: readonly [Side, Side]): Names {
  const tree = new Set<Name>();
  const found = new Map<string, { owner: Name; target: Name }>();
  for (const zone of new Set([...before.zones.values(), ...after.zones.values()])) {
    for (const [name, records] of zone.nodes) {
      tree.add(name);
      for (const { type, rdata } of records) {
        if (type !== DNAME) continue;
        const target = keyOf(rdata as Name); // rdata of a DNAME is a name
        found.set(`${name} ${target}`, { owner: name, target });
      }
    }
    for (let at = zone.origin; at !== ROOT; ) {
      at = parentOf(at);
      tree.add(at);
    }
  }
  tree.add(ROOT);
  const freshChild = makeFresh(tree);
  const dnames = [...found.values()].map((pair) => ({ ...pair, isKept: isKept(pair.owner) }));
  return { tree, freshChild, dnames };

  function isKept(owner: Name): boolean {
    const child = freshChild(owner);
    if (child === undefined) return false;
    const [was, is] = [placeOf(before, child), placeOf(after, child)];
    if (was.kind !== "dname" || is.kind !== "dname" || was.at !== owner || is.at !== owner) return false;
    const [old, now] = [was.zone.nodes.get(owner)!, is.zone.nodes.get(owner)!];
    return old === now || textOf(old) === textOf(now);
  }
}

/** What goes out with a DNAME: it and its signatures. */
function textOf(records: readonly PlacedRecord[]): string {
  const out = records.filter(({ type }) => type === DNAME || type === RRSIG);
  return out.map(({ type, ttl, rdata }) => `${type} ${ttl} ${rdata}`).join("\n");
}

/** The name below the DNAME's owner that the DNAME maps onto this one; undefined where none has room. */
export function preimage(name: Name, { owner, target }: DnamePair): Name | undefined {
  const prefix = name.length - target.length;
  if (prefix <= 0 || prefix + owner.length > MAX_NAME_LENGTH || !name.endsWith(target)) return undefined;
  let at = 0;
  while (at < prefix) at += 1 + name.charCodeAt(at);
  return at === prefix ? ((name.slice(0, prefix) + owner) as Name) : undefined; // else it only looks like a name below
}

/**
 * The names and all that these DNAMEs map onto them, to a fixed point. Undefined where that is more than `limit`: a circle of
 * DNAMEs makes names until they have no more room.
 */
export function closedUnder(
  names: Iterable<Name>,
  dnames: readonly DnamePair[],
  limit: number,
): Set<Name> | undefined {
  const closed = new Set(names);
  if (dnames.length === 0) return closed;
  // What is added while a set is walked is walked, too.
  for (const name of closed) {
    for (const dname of dnames) {
      const made = preimage(name, dname);
      if (made !== undefined) closed.add(made);
    }
    if (closed.size > limit) return undefined;
  }
  return closed;
}
