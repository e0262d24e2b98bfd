import { childOf, isAtOrBelow, isBelow, keyOf, type Name, parentOf } from "../../dns/name.ts";
import { DNAME, NS } from "../../dns/type-numbers.ts";
import type { LintRecord, LintZone } from "./lint-zone.ts";

/** A zone by its names, so that every rule finds its way in one step. All names are keys, in lower case. */
export interface ZoneIndex {
  readonly zone: LintZone;
  readonly apex: Name;
  /** All zones that are checked together, this one too. */
  readonly zones: Zones;
  /** Every owner. */
  readonly nodes: ReadonlyMap<Name, Node>;
  /** The RRsets of a type, in the order of the zone. */
  readonly setsOf: (type: number) => readonly RecordSet[];
  /** Owners below the apex that have NS: here the zone ends and another begins. */
  readonly cuts: ReadonlySet<Name>;
  /** Owners of DNAME. */
  readonly redirects: ReadonlySet<Name>;
  /** Every name that exists: owners and the empty names between them and the apex (RFC 4592 §2.2.2). */
  readonly names: () => ReadonlySet<Name>;
}

/** Zones by their apexes. */
export type Zones = ReadonlyMap<Name, ZoneIndex>;

/** An owner and its RRsets. */
export interface Node {
  readonly name: Name;
  readonly sets: readonly RecordSet[];
}

/** The records of one owner and type. */
export interface RecordSet {
  readonly owner: Name;
  readonly type: number;
  readonly records: readonly LintRecord[];
}

/** Sorts the records of zones by owner and type. Of two zones with one name the first counts for the others. */
export function indexZones(zones: readonly LintZone[]): ZoneIndex[] {
  const all = new Map<Name, ZoneIndex>();
  return zones.map((zone) => {
    const index = indexZone(zone, all);
    if (!all.has(index.apex)) all.set(index.apex, index);
    return index;
  });
}

/**
 * Sorts the records of one zone.
 *
 * @param zones what its rules find the others by
 */
export function indexZone(zone: LintZone, zones: Zones): ZoneIndex {
  const apex = keyOf(zone.origin);
  const nodes = new Map<Name, GrowingNode>();
  const byType = new Map<number, GrowingSet[]>();
  const cuts = new Set<Name>();
  const redirects = new Set<Name>();
  let owner: Name | undefined;
  let name = apex;
  let node: GrowingNode | undefined;
  for (const record of zone.records) {
    const { type } = record;
    // The records of one owner mostly follow each other.
    if (node === undefined || record.owner !== owner) {
      owner = record.owner;
      name = keyOf(owner);
      node = nodes.get(name);
    }
    if (node === undefined) {
      node = { name, sets: NO_GROWING_SETS };
      nodes.set(name, node);
    }
    const known = node.sets.find((set) => set.type === type);
    if (known !== undefined) {
      known.records.push(record);
      continue;
    }
    const set = { owner: name, type, records: [record] };
    node.sets = [...node.sets, set]; // there are few, and an array that grows takes room for seventeen
    const sets = byType.get(type);
    if (sets === undefined) byType.set(type, [set]);
    else sets.push(set);
    if (type === NS && name !== apex) cuts.add(name);
    if (type === DNAME) redirects.add(name);
  }
  let names: Set<Name> | undefined;
  return {
    zone,
    apex,
    zones,
    nodes,
    setsOf: (type) => byType.get(type) ?? NO_SETS,
    cuts,
    redirects,
    names: () => {
      names ??= existingNames(nodes.keys(), apex);
      return names;
    },
  };
}

/** A set while records are added. */
interface GrowingSet extends RecordSet {
  readonly records: LintRecord[];
}

interface GrowingNode extends Node {
  sets: readonly GrowingSet[];
}

const NO_SETS: readonly RecordSet[] = [];
const NO_GROWING_SETS: readonly GrowingSet[] = [];

/** The deepest of the zones that a name lies in. */
export function zoneOf(name: Name, zones: Zones): ZoneIndex | undefined {
  for (let at = 0; ; at += 1 + name.charCodeAt(at)) {
    const zone = zones.get(name.slice(at) as Name); // a name's tail from a length octet on is a name
    if (zone !== undefined || name.charCodeAt(at) === 0) return zone;
  }
}

/** The records of a type at a node. */
export function recordsAt(node: Node | undefined, type: number): readonly LintRecord[] {
  return node?.sets.find((set) => set.type === type)?.records ?? NONE;
}

const NONE: readonly LintRecord[] = [];

/** Where the zone ends on the way from its apex to a name: the delegation at or above the name, the first of several. */
export function cutAbove(name: Name, { cuts, apex }: ZoneIndex): Name | undefined {
  if (cuts.size === 0) return undefined;
  let first = cuts.has(name) ? name : undefined;
  for (const above of namesAbove(name, apex)) if (cuts.has(above)) first = above;
  return first;
}

/** The owner of a DNAME strictly above a name, the first of several on the way from the apex. */
export function redirectAbove(name: Name, { redirects, apex }: ZoneIndex): Name | undefined {
  if (redirects.size === 0) return undefined;
  let first: Name | undefined;
  for (const above of namesAbove(name, apex)) if (redirects.has(above)) first = above;
  return first;
}

/** The names strictly above a name of the zone, up to its apex. */
function* namesAbove(name: Name, apex: Name): Generator<Name> {
  for (let at = 1 + name.charCodeAt(0); name.length - at >= apex.length; at += 1 + name.charCodeAt(at)) {
    yield name.slice(at) as Name; // a name's tail from a length octet on is a name
  }
}

/** The node that answers for a name: its own, or the wildcard's that covers it (RFC 4592 §3.3.1). */
export function answeringNode(name: Name, { nodes, names, apex }: ZoneIndex): Node | undefined {
  const own = nodes.get(name);
  if (own !== undefined || !isBelow(name, apex)) return own;
  if (names().has(name)) return undefined;
  for (const encloser of namesAbove(name, apex)) {
    if (names().has(encloser)) return nodes.get(childOf("*", encloser));
  }
  return undefined;
}

function existingNames(owners: Iterable<Name>, apex: Name): Set<Name> {
  const names = new Set<Name>();
  for (const owner of owners) {
    if (!isAtOrBelow(owner, apex)) continue;
    let name = owner;
    while (!names.has(name)) {
      names.add(name);
      if (name.length <= apex.length) break;
      name = parentOf(name);
    }
  }
  return names;
}
