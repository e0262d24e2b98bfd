import {
  isAtOrBelow,
  isBelow,
  isWildcard,
  keyOf,
  MAX_NAME_LENGTH,
  type Name,
  parentOf,
  ROOT,
} from "../../dns/name.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { sortRecords } from "../../dns/zone-file/print.ts";
import { recordKey } from "./record-key.ts";

/**
 * The zones without what one of the servers refuses to load or loads in a way of its own: records outside the zone,
 * data beside a CNAME (RFC 1034 §3.6.2), a second CNAME or DNAME, a DNAME beside NS below the apex, NS at a wildcard
 * (RFC 4592 §4.2), anything in any of the zones below a DNAME (RFC 6672 §2.4), at the apex what speaks of the zone,
 * duplicates, different TTLs in an RRset (RFC 2181 §5.2), nameservers of the apex that should have an address in the
 * zone and have none, or lie below a cut, and names in another zone below which there is no room for a wildcard.
 */
export function keepLoadable<Kind extends Zone>(zones: readonly Kind[]): Kind[] {
  const dnames = new Set<Name>();
  const alone = zones.map((zone) => {
    const kept = keepSingle(zone.records, zone.origin, zones);
    for (const { owner, type } of kept) if (type === DNAME) dnames.add(keyOf(owner));
    return { ...zone, records: kept };
  });
  return alone.map((zone) => {
    const visible = zone.records.filter(({ owner }) => !isBelowAny(owner, dnames));
    return { ...zone, records: dropDuplicates(alignTtls(dropLameNs(visible, zone.origin))) };
  });
}

const A = 1;
const NS = 2;
const CNAME = 5;
const SOA = 6;
const AAAA = 28;
const DNAME = 39;
/** At the apex these speak of the zone, and have to fit it: DNSKEY, NSEC3PARAM, CDS, CDNSKEY, ZONEMD. */
const APEX_MEANS_MORE: ReadonlySet<number> = new Set([48, 51, 59, 60, 63]);

function keepSingle(records: readonly ZoneRecord[], origin: Name, zones: readonly Zone[]): ZoneRecord[] {
  const apex = keyOf(origin);
  const inside = records.filter(({ owner }) => isAtOrBelow(owner, origin));
  const types = typesByOwner(inside);
  const taken = new Set<string>();
  return inside.filter(({ owner, type }) => {
    const key = keyOf(owner);
    const here = types.get(key)!;
    if (type === CNAME && key === apex) return false;
    if (here.has(CNAME) && key !== apex && type !== CNAME) return false;
    if (type === SOA && key !== apex) return false;
    if (APEX_MEANS_MORE.has(type) && key === apex) return false;
    if (type === NS && isWildcard(owner)) return false;
    if (type === DNAME && here.has(NS) && key !== apex) return false;
    if (isTooLongForWildcard(owner) && zones.some((zone) => isIntruder(owner, origin, zone.origin)))
      return false;
    if (type === DNAME && zones.some((zone) => isBelow(zone.origin, owner))) return false;
    if (type !== CNAME && type !== DNAME && type !== SOA) return true;
    return !taken.has(`${type} ${key}`) && taken.add(`${type} ${key}`);
  });
}

/** NSD 4.6.1 hashes that wildcard, too, and crashes where the name lies in another zone that has NSEC3. */
function isTooLongForWildcard(name: Name): boolean {
  return name.length + 2 > MAX_NAME_LENGTH;
}

/** A name of the zone `origin` lies in a zone below it. */
function isIntruder(name: Name, origin: Name, other: Name): boolean {
  return isBelow(other, origin) && isAtOrBelow(name, other);
}

function isBelowAny(name: Name, names: ReadonlySet<Name>): boolean {
  for (let above = keyOf(name); above !== ROOT; ) {
    above = parentOf(above);
    if (names.has(above)) return true;
  }
  return false;
}

function dropLameNs(records: readonly ZoneRecord[], origin: Name): ZoneRecord[] {
  const apex = keyOf(origin);
  const types = typesByOwner(records);
  return records.filter(({ owner, type, rdata }) => {
    if (type !== NS || keyOf(owner) !== apex) return true;
    const host = rdata as Name; // the data of NS is a name
    return !isAtOrBelow(host, origin) || isHost(keyOf(host));
  });

  function isHost(host: Name): boolean {
    for (let name = host; name !== apex; name = parentOf(name)) if (types.get(name)?.has(NS)) return false;
    const there = types.get(host);
    return there !== undefined && (there.has(A) || there.has(AAAA));
  }
}

function alignTtls(records: readonly ZoneRecord[]): ZoneRecord[] {
  const ttls = new Map<string, number>();
  return records.map((record) => {
    const key = `${record.type} ${keyOf(record.owner)}`;
    const ttl = ttls.get(key) ?? record.ttl;
    ttls.set(key, ttl);
    return { ...record, ttl };
  });
}

function dropDuplicates(records: readonly ZoneRecord[]): ZoneRecord[] {
  const unique = new Map(records.map((record) => [recordKey(record), record]));
  return sortRecords([...unique.values()]);
}

function typesByOwner(records: readonly ZoneRecord[]): Map<Name, Set<number>> {
  const types = new Map<Name, Set<number>>();
  for (const { owner, type } of records) {
    const key = keyOf(owner);
    const here = types.get(key) ?? new Set();
    types.set(key, here.add(type));
  }
  return types;
}
