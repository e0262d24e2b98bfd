import { childOf, isWildcard, keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { DNAME, NS, SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { modelZones, type ZoneModel } from "../verify/zone-model.ts";
import type { Side } from "./hop.ts";
import type { ZonePair } from "./mixture.ts";
import { modelBefore } from "./model-before.ts";

/** Both sides of a change, all zones together. */
export interface Sides {
  readonly before: Side;
  readonly after: Side;
  /** What the name says may differ. Never false where it does. */
  readonly isTouched: (name: Name) => boolean;
  /** The owner has other records of its own on the two sides. */
  readonly isChanged: (owner: Name) => boolean;
}

/** Reads both sides. A zone in which nothing changes is read once. */
export function sidesOf(pairs: readonly ZonePair[]): Sides {
  const unknown = new Set<Name>();
  const before = new Map<Name, ZoneModel>();
  const after = new Map<Name, ZoneModel>();
  const own = new Set<Name>();
  const below = new Set<Name>();
  for (const pair of pairs) {
    const { origin } = pair;
    if (pair.before === undefined || pair.after === undefined) {
      unknown.add(keyOf(origin));
      below.add(keyOf(origin));
      continue;
    }
    const read = (records: readonly ZoneRecord[], into: Map<Name, ZoneModel>) => {
      for (const [key, model] of modelZones([{ origin, records }])) into.set(key, model);
    };
    read(pair.after, after);
    const now = after.get(keyOf(origin));
    const changed = pair.isSame === true ? new Map<Name, Set<number>>() : changedIn(pair);
    // Where most of it changes, reading it anew is less work.
    if (now === undefined || 2 * changed.size > now.nodes.size) read(pair.before, before);
    else {
      const owners = new Set(changed.keys());
      const old = pair.isSame === true ? now : modelBefore(now, pair.before, owners);
      if (old !== undefined) before.set(keyOf(origin), old);
    }
    touch(changed, before.get(keyOf(origin)), now);
    if (!before.has(keyOf(origin)) || now === undefined) below.add(keyOf(origin));
  }
  return {
    before: { models: before, unknown },
    after: { models: after, unknown },
    isChanged: (owner) => own.has(keyOf(owner)),
    isTouched: (name) => {
      const key = keyOf(name);
      if (own.has(key)) return true;
      for (let at = key; ; at = parentOf(at)) {
        if (below.has(at)) return true;
        if (at === ROOT) return false;
      }
    },
  };

  /** Notes the owners whose records differ, and the names below which others may answer now. */
  function touch(
    changed: ReadonlyMap<Name, ReadonlySet<number>>,
    oldModel: ZoneModel | undefined,
    nowModel: ZoneModel | undefined,
  ): void {
    for (const [owner, types] of changed) {
      own.add(owner);
      if (types.has(NS) || types.has(DNAME)) below.add(owner);
      if (isWildcard(owner)) below.add(parentOf(owner));
      // A name that comes or goes, and what it brings above it, decides which wildcard answers (RFC 4592 §3.3.1).
      for (let at = owner; ; at = parentOf(at)) {
        if ((oldModel?.nodes.has(at) ?? false) === (nowModel?.nodes.has(at) ?? false)) break;
        below.add(at);
        if (at === childOf("*", parentOf(at))) below.add(parentOf(at));
        if (at === ROOT) break;
      }
    }
  }
}

/** The owners, by key, of what changes in a zone, with the types. */
function changedIn({ before = [], after = [], changed }: ZonePair): Map<Name, Set<number>> {
  if (changed === undefined) return differing(before, after);
  const owners = new Map<Name, Set<number>>();
  for (const { owner, type } of changed) note(owners, keyOf(owner), type);
  return owners;
}

function note(owners: Map<Name, Set<number>>, owner: Name, type: number): void {
  const types = owners.get(owner);
  if (types === undefined) owners.set(owner, new Set([type]));
  else types.add(type);
}

/** The owners, by key, of RRsets that differ in data or TTL, with the types. */
function differing(old: readonly ZoneRecord[], now: readonly ZoneRecord[]): Map<Name, Set<number>> {
  const counts = new Map<string, { owner: Name; type: number; sum: number }>();
  const add = (records: readonly ZoneRecord[], by: number) => {
    for (const { owner, type, ttl, rdata } of records) {
      if (type === ZONEMD || type === SOA) continue;
      const key = keyOf(owner);
      const content = `${key}${type} ${ttl} ${rdata}`;
      const count = counts.get(content);
      if (count === undefined) counts.set(content, { owner: key, type, sum: by });
      else count.sum += by;
    }
  };
  add(old, 1);
  add(now, -1);
  const owners = new Map<Name, Set<number>>();
  for (const { owner, type, sum } of counts.values()) {
    if (sum !== 0) note(owners, owner, type);
  }
  return owners;
}
