import { isAtOrBelow, keyOf, type Name, parentOf } from "../../dns/name.ts";
import { DS, NS, NSEC3, RRSIG, SOA } from "../../dns/type-numbers.ts";
import { Reader } from "../../dns/wire.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { type NegativeSoa, negativeSoaOf } from "./negative-soa.ts";

/** The zones by the keys of their origins. */
export type ZoneModels = ReadonlyMap<Name, ZoneModel>;

/** A zone in the form in which RFC 1034 §4.3.2 walks it: the names that exist, and what stands at each. */
export interface ZoneModel {
  readonly origin: Name;
  readonly soa: ZoneRecord;
  readonly negativeSoa: NegativeSoa;
  /** The SOA has a signature: without one no answer that denies something could be proved. */
  readonly isSigned: boolean;
  /** By the key of the name: every owner, and every empty non-terminal above one (RFC 8020 §2, RFC 4592 §2.2.2). */
  readonly nodes: ReadonlyMap<Name, ZoneNode>;
  /** NSEC3 records with their signatures, by the keys of their owners; those are no names to a question (RFC 5155 §7.2.8). */
  readonly hashes: ReadonlyMap<Name, ZoneNode>;
}

/** A name that exists. */
export interface ZoneNode {
  /** As the zone writes it. */
  readonly name: Name;
  /** By type, without signatures. Empty for an empty non-terminal. */
  readonly rrsets: ReadonlyMap<number, readonly ZoneRecord[]>;
  /** RRSIG records by the type that they cover. */
  readonly signatures: ReadonlyMap<number, readonly ZoneRecord[]>;
}

/** Orders the records of each zone by name and type. A zone without SOA has no model: nobody can serve it. */
export function modelZones(zones: readonly Zone[]): ZoneModels {
  const models = new Map<Name, ZoneModel>();
  for (const zone of zones) {
    const known = MADE.get(zone.records)?.deref();
    const model = known?.origin === zone.origin ? known : modelZone(zone);
    if (model === undefined) continue;
    if (model !== known) MADE.set(zone.records, new WeakRef(model));
    models.set(keyOf(zone.origin), model);
  }
  return models;
}

/** Several look at the same records one after the other. A model is kept until its room is wanted. */
const MADE = new WeakMap<readonly ZoneRecord[], WeakRef<ZoneModel>>();

/** The zone that a name lies in: the one with the longest origin at or above it. */
export function zoneOf(models: ZoneModels, name: Name): ZoneModel | undefined {
  let at = keyOf(name);
  for (;;) {
    const model = models.get(at);
    if (model !== undefined) return model;
    if (parentOf(at) === at) return undefined;
    at = parentOf(at);
  }
}

/** The zone that answers: for DS at an apex the one above it, where we have it (RFC 4035 §3.1.4.1). */
export function zoneFor(models: ZoneModels, name: Name, type: number): ZoneModel | undefined {
  const model = zoneOf(models, name);
  if (type !== DS || model === undefined || model.origin.length !== name.length) return model;
  return (parentOf(name) === name ? undefined : zoneOf(models, parentOf(name))) ?? model;
}

/** What stands at the name, if it exists. */
export function nodeAt(model: ZoneModel, name: Name): ZoneNode | undefined {
  return model.nodes.get(keyOf(name));
}

/** The NS records that make the name a zone cut. */
export function cutAt(model: ZoneModel, name: Name): readonly ZoneRecord[] | undefined {
  return keyOf(name) === keyOf(model.origin) ? undefined : nodeAt(model, name)?.rrsets.get(NS);
}

interface GrowingNode {
  readonly name: Name;
  readonly rrsets: Map<number, ZoneRecord[]>;
  signatures: Map<number, ZoneRecord[]>;
}

/** What nearly all nodes have, so that they need no map of their own. */
const NO_SIGNATURES: Map<number, ZoneRecord[]> = new Map();

function modelZone(zone: Zone): ZoneModel | undefined {
  const nodes = new Map<Name, GrowingNode>();
  const hashes = new Map<Name, GrowingNode>();
  // The records of an owner mostly follow each other.
  let last: GrowingNode | undefined;
  let lastOwner: Name | undefined;
  for (const record of zone.records) {
    const covered = coveredType(record);
    const isOfHash = (covered ?? record.type) === NSEC3;
    let node = isOfHash || record.owner !== lastOwner ? undefined : last;
    if (node === undefined) {
      if (!isAtOrBelow(record.owner, zone.origin)) continue;
      const among = isOfHash ? hashes : nodes;
      const key = keyOf(record.owner);
      node = among.get(key);
      if (node === undefined) {
        node = grow(among, key, record.owner);
        // Right below the apex an NSEC3 makes no name exist (RFC 5155 §7.2.8); what lies between them does where it is deeper.
        growAncestors(nodes, record.owner, zone.origin);
      }
      if (!isOfHash) {
        last = node;
        lastOwner = record.owner;
      }
    }
    if (covered === undefined) append(node.rrsets, record.type, record);
    else {
      if (node.signatures === NO_SIGNATURES) node.signatures = new Map();
      append(node.signatures, covered, record);
    }
  }
  const apex = nodes.get(keyOf(zone.origin));
  const soa = apex?.rrsets.get(SOA)?.[0];
  if (soa === undefined) return undefined;
  const signatures = apex?.signatures.get(SOA) ?? [];
  const negativeSoa = negativeSoaOf(soa, signatures);
  return { origin: zone.origin, soa, negativeSoa, isSigned: signatures.length > 0, nodes, hashes };
}

function grow(nodes: Map<Name, GrowingNode>, key: Name, name: Name): GrowingNode {
  const node: GrowingNode = { name, rrsets: new Map(), signatures: NO_SIGNATURES };
  nodes.set(key, node);
  return node;
}

/** The empty non-terminals above a name; where one exists, those above it do too. */
function growAncestors(nodes: Map<Name, GrowingNode>, name: Name, origin: Name): void {
  let parent = parentOf(name);
  while (isAtOrBelow(parent, origin)) {
    const key = keyOf(parent);
    if (nodes.has(key)) return;
    grow(nodes, key, parent);
    parent = parentOf(parent);
  }
}

function append(rrsets: Map<number, ZoneRecord[]>, type: number, record: ZoneRecord): void {
  const rrset = rrsets.get(type);
  if (rrset === undefined) rrsets.set(type, [record]);
  else rrset.push(record);
}

/** The type that a signature covers: the first field of RRSIG (RFC 4034 §3.1.1). */
function coveredType({ type, rdata }: ZoneRecord): number | undefined {
  return type === RRSIG ? Reader.of(rdata).u16() : undefined;
}
