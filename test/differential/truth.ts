import { childOf, keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";

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
  /** Another zone has names where this one's zone lies that its own zone has not: those above its apex, or glue. */
  readonly isInTwoZones: (name: Name) => boolean;
}

/** Learns what the zones say. */
export function learn(zones: readonly Zone[]): Truth {
  const records = new Set<string>();
  const wildcards = new Set<Name>();
  const apexes = new Set<Name>(zones.map(({ origin }) => keyOf(origin)));
  for (const zone of zones) {
    for (const record of zone.records) {
      records.add(recordKey(record));
      const key = keyOf(record.owner);
      if (key.startsWith("\x01*")) wildcards.add(key);
    }
  }
  const intruded = findIntruded(zones, apexOf);

  return {
    isWritten: (record) => records.has(recordKey(record)),
    isTrue: (record) => records.has(recordKey(record)) || isSynthesised(record),
    isApex: (name) => apexes.has(keyOf(name)),
    apexOf,
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

/** A text that is the same for records which are the same: case of names counts as little as in DNS (RFC 4343). */
export function recordKey({ owner, type, ttl, rdata }: ZoneRecord): string {
  return `${keyOf(owner)}${type} ${ttl} ${foldNames(type, rdata)}`;
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

/** The data with its names in lower case: unlike in canonical form (RFC 4034 §6.2), all of them in every type. */
function foldNames(type: number, rdata: Octets): Octets {
  const codec = codecOf(type);
  const names = Object.entries(codec.fields).filter(([, { extent }]) => extent === "name");
  if (names.length === 0 || !/[A-Z]/.test(rdata)) return rdata;
  const values: { [field: string]: unknown } = { ...codec.read(rdata) };
  for (const [field] of names) values[field] = keyOf(values[field] as Name); // its extent says that it is a name
  return codec.write(values);
}
