import { makeNameBuffer, readName } from "../../query/name.ts";
import { existingNode, STAGED, STAGED_INFO, STAGED_NAME, type StagedZone, type Staging } from "./staging.ts";

/** What a zone has above it, among our zones; all are numbers of staged nodes, -1 for none. */
export interface ZoneAbove {
  /** The node of the same name in the zone above. */
  readonly node: number;
  /** Where there is no such node, the closest encloser in the zone above. */
  readonly encloser: number;
}

/** Finds for each zone how it lies in another of ours, in the order of `staging.zones`, once `findCovers` was there. */
export function findZonesAbove(staging: Staging): ZoneAbove[] {
  const zones = new Map(staging.zones.map((zone) => [keyOf(staging, zone.apex), zone.index]));
  return staging.zones.map((zone) => findAbove(staging, zone, zones));
}

const name = makeNameBuffer();
const NONE: ZoneAbove = { node: -1, encloser: -1 };

function findAbove(staging: Staging, zone: StagedZone, zones: ReadonlyMap<string, number>): ZoneAbove {
  readName(name, zone.origin, 0, zone.origin.length);
  const upper = nearestAbove(zones);
  if (upper === undefined) return NONE;
  let label = 0;
  let node = existingNode(staging, name, label, upper);
  while (node < 0) node = existingNode(staging, name, ++label, upper); // its apex is found at last
  return label === 0 ? { node, encloser: -1 } : { node: -1, encloser: node };
}

/** The zone of ours that lies nearest above the name just read. */
function nearestAbove(zones: ReadonlyMap<string, number>): number | undefined {
  for (let label = 1; label <= name.labels; label++) {
    const start = name.labelAt[label]!;
    const zone = zones.get(Buffer.from(name.octets.subarray(start, name.length)).toString("latin1"));
    if (zone !== undefined) return zone;
  }
  return undefined;
}

function keyOf(staging: Staging, node: number): string {
  const start = staging.nodes[node * STAGED + STAGED_NAME]!;
  const length = staging.nodes[node * STAGED + STAGED_INFO]! & 0xff;
  return Buffer.from(staging.names.subarray(start, start + length)).toString("latin1");
}
