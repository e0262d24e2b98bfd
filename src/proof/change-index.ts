import { keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import type { RrsetChange } from "../plan/changes.ts";

/** A change that somebody wrote: of an RRset, or of a zone that begins or ends as a whole. */
export interface WrittenChange {
  readonly zone: Name;
  readonly owner: Name;
  /** Undefined for a whole zone. */
  readonly type?: number;
  readonly kind: "added" | "removed" | "changed";
  /** Where it is written: the new record, or the old one in the file before the change. */
  readonly at?: Position;
}

/** The changes, for whoever looks for the cause of another answer. */
export interface ChangeIndex {
  /** Those at a name, by key. */
  readonly at: (name: Name) => readonly WrittenChange[];
  /** Those at a name or below it, of this kind: they make it exist, or cease to. */
  readonly below: (name: Name, kind: "added" | "removed") => WrittenChange | undefined;
  /** The zone that begins or ends at or above the name. */
  readonly zoneOf: (name: Name) => WrittenChange | undefined;
}

/** What changes in one zone. */
export interface ChangedRrsets {
  readonly origin: Name;
  readonly changes: readonly RrsetChange[];
}

/** Indexes the changes of all zones, and the zones that are on one side only. */
export function indexChanges(
  zones: readonly ChangedRrsets[],
  whole: readonly { readonly origin: Name; readonly kind: "added" | "removed"; readonly at?: Position }[],
): ChangeIndex {
  const at = new Map<Name, WrittenChange[]>();
  const first = { added: new Map<Name, WrittenChange>(), removed: new Map<Name, WrittenChange>() };
  const wholeZones = new Map<Name, WrittenChange>();
  for (const { origin, changes } of zones) {
    for (const { owner, type, kind, added, removed, ttl } of changes) {
      const place = added[0]?.at ?? ttl?.toAt ?? removed[0]?.at;
      const change = { zone: origin, owner, type, kind, ...(place && { at: place }) };
      const key = keyOf(owner);
      const known = at.get(key);
      if (known === undefined) at.set(key, [change]);
      else known.push(change);
      if (kind === "changed") continue;
      for (let name = key; !first[kind].has(name); name = parentOf(name)) {
        first[kind].set(name, change);
        if (name === ROOT) break;
      }
    }
  }
  for (const { origin, kind, at: place } of whole) {
    wholeZones.set(keyOf(origin), { zone: origin, owner: origin, kind, ...(place && { at: place }) });
  }
  return {
    at: (name) => at.get(name) ?? [],
    below: (name, kind) => first[kind].get(name),
    zoneOf(name) {
      for (let above = name; wholeZones.size > 0; above = parentOf(above)) {
        const change = wholeZones.get(above);
        if (change !== undefined || above === ROOT) return change;
      }
      return undefined;
    },
  };
}
