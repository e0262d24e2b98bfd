import { isAtOrBelow, keyOf, type Name, parentOf } from "../../dns/name.ts";
import { NS } from "../../dns/records/ns.ts";
import { NSEC3 } from "../../dns/records/nsec3.ts";
import { RRSIG } from "../../dns/records/rrsig.ts";
import { SOA } from "../../dns/records/soa.ts";
import { Reader } from "../../dns/wire.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";

/** The zones by the keys of their origins. */
export type ZoneModels = ReadonlyMap<Name, ZoneModel>;

/** A zone in the form in which RFC 1034 §4.3.2 walks it: the names that exist, and what stands at each. */
export interface ZoneModel {
  readonly origin: Name;
  readonly soa: ZoneRecord;
  /** By the key of the name: every owner, and every empty non-terminal above one (RFC 8020 §2, RFC 4592 §2.2.2). */
  readonly nodes: ReadonlyMap<Name, ZoneNode>;
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
    const model = modelZone(zone);
    if (model !== undefined) models.set(keyOf(zone.origin), model);
  }
  return models;
}

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

/** What stands at the name, if it exists. */
export function nodeAt(model: ZoneModel, name: Name): ZoneNode | undefined {
  return model.nodes.get(keyOf(name));
}

/** The NS records that make the name a zone cut. */
export function cutAt(model: ZoneModel, name: Name): readonly ZoneRecord[] | undefined {
  return keyOf(name) === keyOf(model.origin) ? undefined : nodeAt(model, name)?.rrsets.get(NS.code);
}

interface GrowingNode {
  readonly name: Name;
  readonly rrsets: Map<number, ZoneRecord[]>;
  readonly signatures: Map<number, ZoneRecord[]>;
}

function modelZone(zone: Zone): ZoneModel | undefined {
  const nodes = new Map<Name, GrowingNode>();
  for (const record of zone.records) {
    // An NSEC3 record stands beside the tree of names: its owner does not exist for a question (RFC 5155 §7.2.8).
    if (record.type === NSEC3.code || coveredType(record) === NSEC3.code) continue;
    if (!isAtOrBelow(record.owner, zone.origin)) continue;
    const node = grow(nodes, record.owner);
    const covered = coveredType(record);
    if (covered === undefined) append(node.rrsets, record.type, record);
    else append(node.signatures, covered, record);
    growAncestors(nodes, record.owner, zone.origin);
  }
  const soa = nodes.get(keyOf(zone.origin))?.rrsets.get(SOA.code)?.[0];
  return soa && { origin: zone.origin, soa, nodes };
}

function grow(nodes: Map<Name, GrowingNode>, name: Name): GrowingNode {
  const key = keyOf(name);
  let node = nodes.get(key);
  if (node === undefined) {
    node = { name, rrsets: new Map(), signatures: new Map() };
    nodes.set(key, node);
  }
  return node;
}

/** The empty non-terminals above a name; where one exists, those above it do too. */
function growAncestors(nodes: Map<Name, GrowingNode>, name: Name, origin: Name): void {
  let parent = parentOf(name);
  while (isAtOrBelow(parent, origin) && !nodes.has(keyOf(parent))) {
    grow(nodes, parent);
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
  return type === RRSIG.code ? Reader.of(rdata).u16() : undefined;
}
