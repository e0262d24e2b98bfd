import { isBelow, keyOf, MAX_NAME_LENGTH, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { DNAME, RRSIG } from "../../dns/type-numbers.ts";
import type { PlacedRecord } from "../source/source-zone.ts";
import { type Fresh, makeFresh, SHORT_LABEL } from "./fresh.ts";
import { targetOf } from "./links.ts";
import { placeOf, type Side, type SideZone } from "./side.ts";
import { chainOf } from "./types-at.ts";

/** The names that there are on either side. */
export interface Names {
  /** Every node of either side, and the names above the apexes up to the root. */
  readonly tree: ReadonlySet<Name>;
  /**
   * Names of our zones that records lead to and that are no nodes, with those that DNAMEs make of them. In an answer that such a
   * name is led to itself the chain ends, which it does for no other name that does not exist.
   */
  readonly targets: ReadonlySet<Name>;
  readonly fresh: Fresh;
  /** DNAMEs that lead names on either side, each pair of owner and target once. */
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
export function namesOf(sides: readonly [Side, Side]): Names {
  const zones = new Set(sides.flatMap((side) => [...side.zones.values()]));
  const tree = treeOf(zones);
  const led = new Set<Name>();
  const dnames = new Map<string, { owner: Name; target: Name }>();
  for (const zone of zones) {
    for (const [name, records] of zone.nodes) {
      for (const record of records) {
        const target = targetOf(record);
        if (target !== undefined && !tree.has(target)) led.add(target);
        if (record.type !== DNAME) continue;
        const onto = keyOf(record.rdata as Name); // rdata of a DNAME is a name
        dnames.set(`${name} ${onto}`, { owner: name, target: onto });
      }
    }
  }
  const targets = new Set<Name>();
  for (const side of sides) {
    for (const name of led) {
      for (const { at, place } of chainOf(side, name)) {
        if (place.kind !== "outside" && !tree.has(at)) targets.add(at);
      }
    }
  }
  for (const { target } of dnames.values()) led.add(target);
  const fresh = makeFresh(labelsIn(tree, [...led, ...targets]));
  return { tree, targets, fresh, dnames: pairsOf(sides, dnames.values(), fresh) };
}

function treeOf(zones: Iterable<SideZone>): Set<Name> {
  const tree = new Set<Name>([ROOT]);
  for (const { origin, nodes } of zones) {
    for (const name of nodes.keys()) tree.add(name);
    for (let at = origin; at !== ROOT; at = parentOf(at)) tree.add(at);
  }
  return tree;
}

/**
 * All labels of which one that is free might be: see `makeFresh`. Whatever stands above a name of the tree stands in it, too, so the
 * first ones are all that it has.
 */
function labelsIn(tree: Iterable<Name>, others: Iterable<Name>): Set<string> {
  const labels = new Set<string>();
  for (const name of tree) addFirst(name);
  for (const name of others) for (let at = name; at !== ROOT; at = parentOf(at)) addFirst(at);
  return labels;

  function addFirst(name: Name): void {
    const octets = name.charCodeAt(0);
    if (octets <= SHORT_LABEL || name[1] === "x") labels.add(name.slice(1, 1 + octets));
  }
}

function pairsOf(
  sides: readonly [Side, Side],
  found: Iterable<{ readonly owner: Name; readonly target: Name }>,
  fresh: Fresh,
): DnamePair[] {
  const pairs: DnamePair[] = [];
  for (const { owner, target } of found) {
    const child = fresh.child(owner);
    if (child === undefined) continue; // it has no room for a name below it
    const [was, is] = sides.map((side) => dnameAbove(side, child, owner));
    if (was !== undefined || is !== undefined) {
      pairs.push({ owner, target, isKept: was !== undefined && was === is });
    }
  }
  return pairs;
}

/** All that says where names below a DNAME go; undefined where it leads none, because something covers it. */
function dnameAbove(side: Side, child: Name, owner: Name): string | undefined {
  const place = placeOf(side, child);
  if (place.kind !== "dname" || place.at !== owner) return undefined;
  const inside = [...side.zones.keys()].filter((origin) => isBelow(origin, owner)).sort();
  return `${textOf(place.zone.nodes.get(owner)!)}\n${inside.join("\n")}`;
}

/** What goes out with a DNAME: it and its signatures. */
function textOf(records: readonly PlacedRecord[]): string {
  const out = records.filter(({ type }) => type === DNAME || type === RRSIG);
  return out
    .map(({ type, ttl, rdata }) => `${type} ${ttl} ${rdata}`)
    .sort()
    .join("\n");
}

/** The names that a DNAME maps others onto, and those others. */
export type Preimages = (name: Name) => Iterable<Name>;

/**
 * What these DNAMEs map onto a name. With `ends` also the owner of one whose target the name is: that is no name which is
 * mapped, but the end of those that are.
 */
export function preimagesBy(dnames: readonly DnamePair[], ends: boolean): Preimages {
  const byTarget = new Map<Name, Name[]>();
  for (const { owner, target } of dnames) {
    const owners = byTarget.get(target);
    if (owners === undefined) byTarget.set(target, [owner]);
    else owners.push(owner);
  }
  return function* (name) {
    for (let at = name; ; at = parentOf(at)) {
      if (ends || at !== name) {
        for (const owner of byTarget.get(at) ?? []) {
          const length = name.length - at.length + owner.length;
          if (length <= MAX_NAME_LENGTH) yield (name.slice(0, name.length - at.length) + owner) as Name;
        }
      }
      if (at === ROOT) return;
    }
  };
}

/**
 * The names and all that is mapped onto them, to a fixed point. Undefined where that is more than `limit`: a circle of DNAMEs
 * may make names until they have no more room.
 */
export function closedUnder(
  names: Iterable<Name>,
  preimages: Preimages,
  limit: number,
): Set<Name> | undefined {
  const closed = new Set(names);
  // What is added while a set is walked is walked, too.
  for (const name of closed) {
    for (const made of preimages(name)) closed.add(made);
    if (closed.size > limit) return undefined;
  }
  return closed;
}
