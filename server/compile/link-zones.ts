import { makeNameBuffer, readName } from "../name.ts";
import {
  HAS_CNAME,
  HAS_DNAME,
  IS_APEX,
  IS_CUT,
  IS_HIDDEN,
  NODE_COVER,
  NODE_INFO,
  NODE_RRSETS,
  NODE_SIZE,
  type Tables,
  ZONE_DENIAL,
  ZONE_NEGATIVE_SOA,
  ZONE_SIZE,
  ZONE_UPPER_ENCLOSER,
  ZONE_UPPER_NODE,
} from "../tables.ts";
import { CNAME, DNAME, NS, NSEC3 } from "../types.ts";
import { coveredType } from "./measure.ts";
import { type StagedZone, type Staging, stagedNode } from "./staging.ts";

/**
 * Finds the cuts and what lies below them, and how our zones lie in each other. Gives for each node whether another
 * of our zones answers for it.
 */
export function linkZones(staging: Staging, tables: Tables): Uint8Array {
  const shadowed = new Uint8Array(staging.nodeCount);
  for (const zone of staging.zones) linkZone(staging, tables, zone, shadowed);
  for (let node = 0; node < staging.nodeCount; node++) {
    const parent = staging.parents[node]!;
    if (parent >= 0 && shadowed[parent] === 1) shadowed[node] = 1;
    setFlags(staging, tables, node);
    tables.nodes[node * NODE_SIZE + NODE_COVER] = coverOf(tables, node, parent);
    // A name with names below it exists, whatever it holds itself.
    if (parent >= 0) tables.nodes[parent * NODE_SIZE + NODE_INFO]! &= ~IS_HIDDEN;
  }
  return shadowed;
}

const name = makeNameBuffer();

function linkZone(staging: Staging, tables: Tables, zone: StagedZone, shadowed: Uint8Array): void {
  const row = zone.index * ZONE_SIZE;
  tables.zones[row + ZONE_NEGATIVE_SOA] = -1;
  tables.zones[row + ZONE_UPPER_NODE] = -1;
  tables.zones[row + ZONE_UPPER_ENCLOSER] = -1;
  tables.zones[row + ZONE_DENIAL] = 0;
  readName(name, zone.origin, 0, zone.origin.length);
  const upper = zoneAbove(staging);
  if (upper < 0) return;
  for (let label = 0; ; label++) {
    const node = stagedNode(staging, name, label, upper);
    if (node < 0) continue;
    if (label > 0) {
      tables.zones[row + ZONE_UPPER_ENCLOSER] = node;
    } else {
      tables.zones[row + ZONE_UPPER_NODE] = node;
      shadowed[node] = 1;
    }
    return;
  }
}

/** The zone of ours that lies nearest above the name just read, -1 for none. */
function zoneAbove(staging: Staging): number {
  for (let label = 1; label <= name.labels; label++) {
    const zone = zonesByName(staging).get(keyFrom(label));
    if (zone !== undefined) return zone;
  }
  return -1;
}

function keyFrom(label: number): string {
  return Buffer.from(name.octets.subarray(name.labelAt[label]!, name.length)).toString("latin1");
}

let indexed: Staging | undefined;
let index = new Map<string, number>();

function zonesByName(staging: Staging): Map<string, number> {
  if (indexed !== staging) {
    indexed = staging;
    index = new Map(
      staging.zones.map((zone) => [Buffer.from(zone.origin).toString("latin1").toLowerCase(), zone.index]),
    );
  }
  return index;
}

function setFlags(staging: Staging, tables: Tables, node: number): void {
  const row = node * NODE_SIZE;
  let info = tables.nodes[row + NODE_INFO]!;
  let onlyNsec3 = tables.nodes[row + NODE_RRSETS]! >= 0;
  for (let record = tables.nodes[row + NODE_RRSETS]!; record >= 0; record = staging.next[record]!) {
    const type = staging.types[record]!;
    if (type === NS && (info & IS_APEX) === 0) info |= IS_CUT;
    else if (type === DNAME) info |= HAS_DNAME;
    else if (type === CNAME) info |= HAS_CNAME;
    if (type !== NSEC3 && coveredType(staging, record) !== NSEC3) onlyNsec3 = false;
  }
  if (onlyNsec3) info |= IS_HIDDEN;
  tables.nodes[row + NODE_INFO] = info;
}

function coverOf(tables: Tables, node: number, parent: number): number {
  const info = tables.nodes[node * NODE_SIZE + NODE_INFO]!;
  if (parent >= 0) {
    const above = tables.nodes[parent * NODE_SIZE + NODE_COVER]!;
    if (above >= 0) return above;
    if ((tables.nodes[parent * NODE_SIZE + NODE_INFO]! & HAS_DNAME) !== 0) return parent;
  }
  return (info & IS_CUT) !== 0 ? node : -1;
}
