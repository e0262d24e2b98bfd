import { ALIAS } from "../../dns/alias-type.ts";
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
import { SIGNING_POLICY, type SigningPolicy } from "../../dns/signing/policy.ts";
import { CNAME, DNAME, NS, NSEC3, RRSIG, SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { policyIn } from "../dnssec/policy.ts";
import type { PlacedRecord } from "../source/source-zone.ts";
import { madeRecords } from "./made-records.ts";
import { withProofSerial } from "./proof-serial.ts";

/**
 * All zones as they stand on one side of a change, before it or after it, as a tree of names. This is a walk of its own:
 * neither the nameserver nor the model that answers are judged by (`src/verify/zone-model.ts`) has a part in it. Names
 * are keys throughout.
 */
export interface Side {
  /** By the key of the origin. */
  readonly zones: ReadonlyMap<Name, SideZone>;
}

/** One zone of a side. */
export interface SideZone {
  readonly origin: Name;
  /** As written. */
  readonly records: readonly PlacedRecord[];
  /** How a nameserver of ours signs it; undefined where none does. */
  readonly policy: SigningPolicy | undefined;
  /** What such a nameserver makes of it; none where none does. */
  readonly made: ReadonlySet<PlacedRecord>;
  /** By key, all names that exist (RFC 4592 §2.2): owners, the empty non-terminals above them, and the apex. */
  readonly nodes: ReadonlyMap<Name, readonly PlacedRecord[]>;
  /** Records of no node: NSEC3 with its signatures, which only a hash leads to (RFC 5155 §7.2.8), and what lies outside. */
  readonly beside: readonly PlacedRecord[];
  /** Names with a wildcard below them, and that. */
  readonly wildcards: ReadonlyMap<Name, Name>;
  /** Delegations, and names with a DNAME: what is below them is elsewhere. */
  readonly covers: ReadonlySet<Name>;
  /** Somebody signed it, so what it denies is proved. */
  readonly isSigned: boolean;
}

/** What answers for a name on one side. */
export type Place =
  /** No zone of ours holds the name. */
  | { readonly kind: "outside" }
  /** It is at or below this delegation (RFC 1034 §4.3.2 step 3b). */
  | { readonly kind: "cut"; readonly zone: SideZone; readonly at: Name }
  /** It is below this DNAME (RFC 6672 §3.2). */
  | { readonly kind: "dname"; readonly zone: SideZone; readonly at: Name; readonly target: Name }
  /** It exists. */
  | { readonly kind: "node"; readonly zone: SideZone; readonly at: Name; readonly records: Records }
  /** It does not exist, and this wildcard answers for it (RFC 4592 §3.3). */
  | {
      readonly kind: "wildcard";
      readonly zone: SideZone;
      readonly at: Name;
      readonly encloser: Name;
      readonly records: Records;
    }
  /** It does not exist, and this is its closest encloser. */
  | { readonly kind: "nothing"; readonly zone: SideZone; readonly encloser: Name };

type Records = readonly PlacedRecord[];

/** A zone as it is handed in. */
export interface ZoneContent {
  readonly origin: Name;
  readonly records: Records;
}

/** Reads the zones of one side. A zone that is the very same value as one of `other` is not read again. */
export function makeSide(contents: readonly ZoneContent[], other?: Side): Side {
  const zones = new Map<Name, SideZone>();
  for (const { origin, records } of contents) {
    const key = keyOf(origin);
    const known = other?.zones.get(key);
    zones.set(key, known?.records === records ? known : readZone(key, records));
  }
  return { zones };
}

/** The zone with the longest origin at or above the name. */
export function zoneFor({ zones }: Side, name: Name): SideZone | undefined {
  if (zones.size === 1) {
    const [zone] = zones.values();
    return isAtOrBelow(name, zone!.origin) ? zone : undefined;
  }
  for (let at = name; ; at = parentOf(at)) {
    const zone = zones.get(at);
    if (zone !== undefined || at === ROOT) return zone;
  }
}

/** What answers for a name, whatever type is asked for but DS. */
export function placeOf(side: Side, name: Name): Place {
  const zone = zoneFor(side, name);
  return zone === undefined ? { kind: "outside" } : placeIn(zone, name);
}

/** The same in one zone, for a name at or below its origin. */
export function placeIn(zone: SideZone, name: Name): Place {
  const cover = zone.covers.size === 0 ? undefined : coverOf(zone, name);
  if (cover !== undefined) return cover;
  const { nodes } = zone;
  const records = nodes.get(name);
  if (records !== undefined) return { kind: "node", zone, at: name, records };
  let encloser = parentOf(name);
  while (!nodes.has(encloser)) encloser = parentOf(encloser);
  const wildcard = zone.wildcards.get(encloser);
  if (wildcard === undefined) return { kind: "nothing", zone, encloser };
  return { kind: "wildcard", zone, at: wildcard, encloser, records: nodes.get(wildcard)! };
}

/** The cover nearest to the apex: what is below it is not the zone's, whatever stands there. */
function coverOf(zone: SideZone, name: Name): Place | undefined {
  const { origin, nodes, covers } = zone;
  if (covers.size <= FEW_COVERS && !endsWithOne(name, covers)) return undefined;
  let found: Place | undefined;
  for (let at = name; ; at = parentOf(at)) {
    if (covers.has(at)) {
      const records = nodes.get(at)!; // a cover is a node
      const dname = at === name ? undefined : records.find(isDname);
      // Where both stand at one name, the delegation holds: the data below is another's.
      if (at !== origin && records.some(isNs)) found = { kind: "cut", zone, at };
      else if (dname !== undefined) found = { kind: "dname", zone, at, target: keyOf(dname.rdata as Name) };
    }
    if (at === origin) return found;
  }
}

/** So many are looked at one by one, which takes less time than all names above another. */
const FEW_COVERS = 8;

function endsWithOne(name: Name, ends: Iterable<Name>): boolean {
  for (const end of ends) if (name.endsWith(end)) return true;
  return false;
}

/** Puts the records in their nodes, with those that our nameservers make where they sign the zone. ZONEMD as written is left out. */
function readZone(origin: Name, records: Records): SideZone {
  const policy = policyIn({ origin, records });
  const made = new Set<PlacedRecord>(
    policy === undefined ? [] : madeRecords(origin, toSign(records), policy),
  );
  const nodes = new Map<Name, PlacedRecord[]>();
  nodes.set(origin, []);
  const beside: PlacedRecord[] = [];
  const covers = new Set<Name>();
  let isSigned = false;
  let last: string | undefined;
  let lastNode: PlacedRecord[] | undefined;
  const put = (record: PlacedRecord) => {
    const { owner, type } = record;
    if (type === RRSIG) isSigned = true;
    if (isOfHash(record)) {
      beside.push(record);
      nodeFor(nodes, parentOf(keyOf(owner)), origin);
      return;
    }
    if (owner !== last) {
      last = owner;
      lastNode = nodeFor(nodes, keyOf(owner), origin);
    }
    (lastNode ?? beside).push(record);
    if (type === DNAME || type === NS) covers.add(keyOf(owner));
  };
  for (const record of records) {
    // A policy that cannot be read is none, and the nameserver tells it.
    if (record.type === ZONEMD || (record.type === SIGNING_POLICY && policy === undefined)) continue;
    put(record);
  }
  for (const record of made) put(record);
  // The NS of the apex are no delegation.
  if (!nodes.get(origin)!.some(isDname)) covers.delete(origin);
  const wildcards = new Map<Name, Name>();
  for (const name of nodes.keys())
    if (isWildcard(name) && name !== origin) wildcards.set(parentOf(name), name);
  return { origin, records, policy, made, nodes, beside, wildcards, covers, isSigned };
}

/** The records that a nameserver behind a pipe signs. */
function toSign(records: Records): Records {
  return records
    .filter(({ type }) => type !== ZONEMD)
    .map((record) => (record.type === SOA ? { ...record, rdata: withProofSerial(record) } : record));
}

/** All records that the zone is answered with, in no order; without ZONEMD as written. The SOA has the serial of the comparison. */
export function answeredRecords({ records, made }: SideZone): readonly ZoneRecord[] {
  return [...toSign(records), ...made];
}

/** The node of this name, made with those above it; undefined for a name that is not in the zone. */
function nodeFor(nodes: Map<Name, PlacedRecord[]>, name: Name, origin: Name): PlacedRecord[] | undefined {
  const known = nodes.get(name);
  if (known !== undefined) return known;
  if (!isBelow(name, origin)) return undefined;
  const made: PlacedRecord[] = [];
  nodes.set(name, made);
  for (let at = parentOf(name); !nodes.has(at); at = parentOf(at)) nodes.set(at, []);
  return made;
}

/** NSEC3, or a signature of one. */
function isOfHash({ type, rdata }: ZoneRecord): boolean {
  return type === NSEC3 || (type === RRSIG && rdata.charCodeAt(0) === 0 && rdata.charCodeAt(1) === NSEC3);
}

function isNs({ type }: ZoneRecord): boolean {
  return type === NS;
}

function isDname({ type }: ZoneRecord): boolean {
  return type === DNAME;
}

/** The target of the ALIAS at a place, from which its A and AAAA come; undefined where there is none. */
export function addressAliasAt(place: Place): Name | undefined {
  if (place.kind !== "node" && place.kind !== "wildcard") return undefined;
  const alias = place.records.find(({ type }) => type === ALIAS);
  return alias === undefined ? undefined : keyOf(alias.rdata as Name); // rdata of an ALIAS is a name
}

/** The target of the alias at a place; undefined where there is none. */
export function aliasAt(place: Place): Name | undefined {
  if (place.kind !== "node" && place.kind !== "wildcard") return undefined;
  const cname = place.records.find(({ type }) => type === CNAME);
  return cname === undefined ? undefined : keyOf(cname.rdata as Name); // rdata of a CNAME is a name
}

/** Where a name below a DNAME leads; undefined where that is longer than a name may be (RFC 6672 §2.2). */
export function substituted(name: Name, owner: Name, target: Name): Name | undefined {
  const length = name.length - owner.length + target.length;
  return length > MAX_NAME_LENGTH ? undefined : ((name.slice(0, -owner.length) + target) as Name);
}

/** The zone above an apex; undefined where we have none. */
export function parentZone(side: Side, apex: Name): SideZone | undefined {
  return apex === ROOT ? undefined : zoneFor(side, parentOf(apex));
}
