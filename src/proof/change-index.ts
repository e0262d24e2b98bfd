import { keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import { SIGNING_POLICY } from "../../dns/signing/policy.ts";
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

/** The changes, for whoever looks for the cause of another answer. Zones and names are keys. */
export interface ChangeIndex {
  /** Those of a zone at a name. */
  readonly at: (zone: Name, name: Name) => readonly WrittenChange[];
  /** One of a zone at a name or below it that makes it exist, or cease to. */
  readonly below: (zone: Name, name: Name, kind: "added" | "removed") => WrittenChange | undefined;
  /** One of a zone, if there are any. */
  readonly anyOf: (zone: Name) => WrittenChange | undefined;
  /** That our nameservers sign the zone otherwise; this is none of those of the zone. */
  readonly signing: (zone: Name) => WrittenChange | undefined;
  /** That the zone begins or ends. */
  readonly ofZone: (zone: Name) => WrittenChange | undefined;
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
  const indexes = new Map(zones.map((zone) => [keyOf(zone.origin), indexZone(zone)]));
  const wholeZones = new Map<Name, WrittenChange>();
  for (const { origin, kind, at } of whole) {
    wholeZones.set(keyOf(origin), { zone: origin, owner: origin, kind, ...(at && { at }) });
  }
  return {
    at: (zone, name) => indexes.get(zone)?.at.get(name) ?? [],
    below: (zone, name, kind) => indexes.get(zone)?.[kind].get(name),
    anyOf: (zone) => indexes.get(zone)?.first,
    signing: (zone) => indexes.get(zone)?.signing,
    ofZone: (zone) => wholeZones.get(zone),
  };
}

interface ZoneIndex {
  readonly at: ReadonlyMap<Name, WrittenChange[]>;
  /** The first at a name or below it. */
  readonly added: ReadonlyMap<Name, WrittenChange>;
  readonly removed: ReadonlyMap<Name, WrittenChange>;
  readonly first: WrittenChange | undefined;
  readonly signing: WrittenChange | undefined;
}

function indexZone({ origin, changes }: ChangedRrsets): ZoneIndex {
  const at = new Map<Name, WrittenChange[]>();
  const below = { added: new Map<Name, WrittenChange>(), removed: new Map<Name, WrittenChange>() };
  let first: WrittenChange | undefined;
  let signing: WrittenChange | undefined;
  for (const { owner, type, kind, added, removed, ttl } of changes) {
    const place = added[0]?.at ?? ttl?.toAt ?? removed[0]?.at;
    const change = { zone: origin, owner, type, kind, ...(place && { at: place }) };
    if (type === SIGNING_POLICY && keyOf(owner) === keyOf(origin)) {
      signing = change;
      continue;
    }
    first ??= change;
    const key = keyOf(owner);
    const known = at.get(key);
    if (known === undefined) at.set(key, [change]);
    else known.push(change);
    if (kind === "changed") continue;
    for (let name = key; !below[kind].has(name); name = parentOf(name)) {
      below[kind].set(name, change);
      if (name === ROOT) break;
    }
  }
  return { at, ...below, first, signing };
}
