import type { Name } from "../../dns/name.ts";
import { NODE_INFO, NODE_NAME, ROW, type Tables, ZONE_APEX, ZONE_SIZE } from "./tables.ts";

/** The origins of the zones in some tables, in lower case, in their order there. */
export function originsOf({ zones, rows, heap }: Tables): Name[] {
  const octets = Buffer.from(heap.buffer, heap.byteOffset, heap.length);
  return Array.from({ length: zones.length / ZONE_SIZE }, (_, zone) => {
    const row = zones[zone * ZONE_SIZE + ZONE_APEX]! * ROW;
    const start = rows[row + NODE_NAME]!;
    // A name is its octets, one character each.
    return octets.toString("latin1", start, start + (rows[row + NODE_INFO]! & 0xff)) as unknown as Name;
  });
}
