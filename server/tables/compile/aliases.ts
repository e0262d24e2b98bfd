import { ALIAS } from "../../../dns/alias-type.ts";
import { SOA } from "../../../dns/type-numbers.ts";
import { findRRset } from "../../answer/lookup.ts";
import { bufferRoom, OVERLAY_HEAD, slotRoom } from "../overlay.ts";
import {
  ALIAS_A,
  ALIAS_AAAA,
  ALIAS_NODE,
  ALIAS_ROOM,
  ALIAS_RRSET,
  ALIAS_SIZE,
  ALIAS_TTL,
  NODE_ALIAS,
  NODE_COVER,
  NODE_ZONE,
  RECORD_HEAD,
  ROW,
  RRSET_ALIAS,
  RRSET_DATA,
  RRSET_LENGTHS,
  type TableSizes,
  type Tables,
  ZONE_NEGATIVE_SOA,
  ZONE_SIZE,
} from "../tables.ts";
import { coveredType } from "./covered-type.ts";
import { STAGED, STAGED_ROW, type Staging } from "./staging.ts";

/** How much room aliases and what is looked up for them need at most. */
export function measureAliases(staging: Staging): Pick<TableSizes, "aliases" | "overlay"> {
  let aliases = 0;
  let overlay = 0;
  if (staging.types.subarray(0, staging.recordCount).includes(ALIAS)) {
    let record = 0;
    for (const zone of staging.zones) {
      let signatures = 0;
      let count = 0;
      // The records of a zone stand together.
      for (const end = record + zone.records; record < end; record++) {
        if (staging.types[record] === ALIAS) count += 1;
        else if (coveredType(staging, record) === SOA)
          signatures += RECORD_HEAD + staging.starts[record + 1]! - staging.starts[record]!;
      }
      aliases += count;
      overlay += count * 2 * slotRoom(bufferRoom(signatures));
    }
  }
  return { aliases, overlay: aliases === 0 ? 0 : OVERLAY_HEAD + overlay };
}

/** Gives each name with ALIAS its slots, of which nothing is known yet. What lies below a cut or a DNAME is never answered. */
export function linkAliases(staging: Staging, tables: Tables): void {
  const { aliases, rows, heap } = tables;
  if (aliases.length === 0) return;
  let count = 0;
  let slot = OVERLAY_HEAD;
  for (let staged = 0; staged < staging.nodeCount; staged++) {
    const node = staging.nodes[staged * STAGED + STAGED_ROW]!;
    const rrset = findRRset(tables, node, ALIAS);
    if (rrset < 0 || rows[node * ROW + NODE_COVER]! >= 0) continue;
    const ttl = rows[rrset * ROW + RRSET_DATA]! + 6; // behind the owner's pointer, type and class
    const room = bufferRoom(signatureOctets(tables, rows[node * ROW + NODE_ZONE]!));
    const row = count * ALIAS_SIZE;
    aliases[row + ALIAS_NODE] = node;
    aliases[row + ALIAS_RRSET] = rrset;
    aliases[row + ALIAS_TTL] =
      (heap[ttl]! << 24) | (heap[ttl + 1]! << 16) | (heap[ttl + 2]! << 8) | heap[ttl + 3]!;
    aliases[row + ALIAS_A] = slot;
    aliases[row + ALIAS_AAAA] = slot + slotRoom(room);
    aliases[row + ALIAS_ROOM] = room;
    slot += 2 * slotRoom(room);
    rows[node * ROW + NODE_ALIAS] = count;
    rows[rrset * ROW + RRSET_ALIAS] = count;
    count += 1;
  }
  for (let row = count * ALIAS_SIZE; row < aliases.length; row += ALIAS_SIZE) aliases[row + ALIAS_NODE] = -1;
}

/** All RRsets of a zone are signed by the same keys as its SOA is, so their signatures take as many octets. */
function signatureOctets({ rows, zones }: Tables, zone: number): number {
  const soa = zones[zone * ZONE_SIZE + ZONE_NEGATIVE_SOA]!;
  return soa < 0 ? 0 : rows[soa * ROW + RRSET_LENGTHS]! >>> 16;
}
