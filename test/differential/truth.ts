import { childOf, keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { recordKey } from "./record-key.ts";

/** What zones say, to hold answers against. */
export interface Truth {
  /** A record of one of the zones has this owner, type, TTL and data. */
  readonly isWritten: (record: ZoneRecord) => boolean;
  /** The same, or it is synthesised from a wildcard of one of the zones (RFC 4592). */
  readonly isTrue: (record: ZoneRecord) => boolean;
  /** The name is the apex of one of the zones. */
  readonly isApex: (name: Name) => boolean;
  /** The apex of the zone that has the name: the longest one that fits. */
  readonly apexOf: (name: Name) => Name | undefined;
  /** The name is that of an NSEC3 record, or lies below it. */
  readonly isHash: (name: Name) => boolean;
  /** Another zone has names where this one's zone lies that its own zone has not: those above its apex, or glue. */
  readonly isInTwoZones: (name: Name) => boolean;
}

/** Learns what the zones say. */
export function learn(zones: readonly Zone[]): Truth {
  const records = new Set<string>();
  const wildcards = new Set<Name>();
  const hashes = new Set<Name>();
  const apexes = new Set<Name>(zones.map(({ origin }) => keyOf(origin)));
  for (const zone of zones) {
    for (const record of zone.records) {
      records.add(recordKey(record));
      const key = keyOf(record.owner);
      if (key.startsWith("\x01*")) wildcards.add(key);
      if (record.type === NSEC3) hashes.add(key);
    }
  }
  const intruded = findIntruded(zones, apexOf);

  return {
    isWritten: (record) => records.has(recordKey(record)),
    isTrue: (record) => records.has(recordKey(record)) || isSynthesised(record),
    isApex: (name) => apexes.has(keyOf(name)),
    apexOf,
    isHash: (name) => isOrIsBelowAny(keyOf(name), hashes),
    isInTwoZones: (name) => {
      const apex = apexOf(name);
      return apex !== undefined && intruded.has(apex);
    },
  };

  function isSynthesised(record: ZoneRecord): boolean {
    for (let name = keyOf(record.owner); name !== ROOT; ) {
      name = parentOf(name);
      const wildcard = childOf("*", name);
      if (wildcards.has(wildcard) && records.has(recordKey({ ...record, owner: wildcard }))) return true;
    }
    return false;
  }

  function apexOf(name: Name): Name | undefined {
    for (let apex = keyOf(name); ; apex = parentOf(apex)) {
      if (apexes.has(apex)) return apex;
      if (apex === ROOT) return undefined;
    }
  }
}

const NSEC3 = 50;

function isOrIsBelowAny(name: Name, names: ReadonlySet<Name>): boolean {
  for (let above = name; above !== ROOT; above = parentOf(above)) if (names.has(above)) return true;
  return false;
}

/** The apexes of the zones that lack a name which the records of another zone make exist. */
function findIntruded(zones: readonly Zone[], apexOf: (name: Name) => Name | undefined): Set<Name> {
  const names = new Map(zones.map((zone) => [keyOf(zone.origin), namesOf(zone)]));
  const intruded = new Set<Name>();
  for (const [apex, own] of names) {
    for (const name of own) {
      const other = apexOf(name);
      if (other !== undefined && other !== apex && !names.get(other)!.has(name)) intruded.add(other);
    }
  }
  return intruded;
}

/** The owners and all names above them. */
function namesOf({ records }: Zone): Set<Name> {
  const names = new Set<Name>();
  for (const { owner } of records) {
    for (let name = keyOf(owner); !names.has(name); name = parentOf(name)) names.add(name);
  }
  return names;
}
