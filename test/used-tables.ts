import { extentOf } from "../server/tables/compile/extent.ts";
import { journalOf, journalRoom } from "../server/tables/journals.ts";
import {
  ALIAS_NODE,
  ALIAS_SIZE,
  ROW,
  ROW_OCTETS,
  type Tables,
  tablesInOctets,
  ZONE_SIZE,
} from "../server/tables/tables.ts";

/**
 * What tables have in them, without the room that is left, and their slots as what is found by them: two tables with the same are the same
 * to whoever answers.
 */
export function usedTables(tables: Tables) {
  const { zones, aliases, slots, slotMask } = tables;
  const count = zones.length / ZONE_SIZE;
  const all = extentOf(tables, 0, count);
  const [, rows, extras, , chain, keys, heap] = tablesInOctets(tables.buffer);
  const cut = (octets: Uint8Array, columns: number, length: number) =>
    Buffer.from(octets.slice(0, columns * length)).toString("hex");
  const found: string[] = [];
  for (let slot = 0; slot <= slotMask; slot++) {
    const node = slots[2 * slot + 1]! - 1;
    if (node < 0) continue;
    const hash = slots[2 * slot]!;
    // A search that begins where it should comes to it before a free slot.
    for (let at = hash & slotMask; at !== slot; at = (at + 1) & slotMask)
      if (slots[2 * at + 1] === 0) throw new Error(`Node ${node} is not found`);
    found.push(`${node} ${hash}`);
  }
  let aliasCount = 0;
  while (aliasCount * ALIAS_SIZE < aliases.length && aliases[aliasCount * ALIAS_SIZE + ALIAS_NODE] !== -1)
    aliasCount += 1;
  return {
    names: found.sort(),
    rows: cut(rows!, ROW * 4, all.rows.length + all.soas.length),
    extras: cut(extras!, ROW_OCTETS[2]!, all.extras.length),
    zones: [...zones],
    chain: cut(chain!, ROW_OCTETS[4]!, all.chain.length),
    keys: cut(keys!, ROW_OCTETS[5]!, all.chain.length),
    heap: cut(heap!, 1, all.heap.length + all.soaHeap.length),
    aliases: [...aliases.subarray(0, aliasCount * ALIAS_SIZE)],
    journals: Array.from({ length: count }, (_, zone) => ({
      octets: Buffer.from(journalOf(tables, zone)).toString("hex"),
      hasRoom: journalRoom(tables, zone) > 0,
    })),
  };
}
