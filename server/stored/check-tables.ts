import { ALIAS } from "../../dns/alias-type.ts";
import { findRRset } from "../answer/lookup.ts";
import { JOURNAL_ENTRY, STEP_HEAD, stepBehind, u32 } from "../tables/journals.ts";
import { BUFFER_HEAD, OVERLAY_HEAD, slotRoom } from "../tables/overlay.ts";
import {
  ALIAS_A,
  ALIAS_AAAA,
  ALIAS_NODE,
  ALIAS_ROOM,
  ALIAS_RRSET,
  ALIAS_SIZE,
  NODE_INFO,
  NODE_NAME,
  ROW,
  type Tables,
  ZONE_SIZE,
} from "../tables/tables.ts";
import { faultInExtras } from "./check-links.ts";
import { faultInNode, faultInNodeLinks } from "./check-node.ts";
import { faultInZone } from "./check-zone-rows.ts";
import { IS_NODE, IS_RRSET, mapRows, type RowMap } from "./row-map.ts";

/**
 * What is wrong with tables that came from outside of this process, in words; undefined where whoever answers, transfers or stages
 * from them stays inside of them and comes to an end. Whether they say what their zones do is another matter.
 */
export function faultInTables(tables: Tables): string | undefined {
  const map = mapRows(tables);
  if (typeof map === "string") return map;
  return (
    faultInNodes(map) ??
    faultInLinks(map) ??
    faultInZones(map) ??
    faultInSlots(map) ??
    faultInAliases(map) ??
    faultInJournals(tables)
  );
}

function faultInNodes(map: RowMap): string | undefined {
  const { kinds } = map;
  for (let row = 0; row < kinds.length; row++) {
    const fault = kinds[row] === IS_NODE ? faultInNode(map, row) : undefined;
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultInLinks(map: RowMap): string | undefined {
  const { kinds, tables } = map;
  const { rows } = tables;
  const owner = { start: 0, length: 0 };
  for (let row = 0; row < kinds.length; row++) {
    let fault: string | undefined;
    if (kinds[row] === IS_NODE) {
      owner.start = rows[row * ROW + NODE_NAME]!;
      owner.length = rows[row * ROW + NODE_INFO]! & 0xff;
      fault = faultInNodeLinks(map, row);
    } else if (kinds[row] === IS_RRSET) fault = faultInExtras(map, row, owner);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultInZones(map: RowMap): string | undefined {
  const count = map.tables.zones.length / ZONE_SIZE;
  for (let zone = 0; zone < count; zone++) {
    const fault = faultInZone(map, zone);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** A search ends at a slot that is free. */
function faultInSlots({ tables, kinds }: RowMap): string | undefined {
  const { slots, slotMask } = tables;
  if (slots.length === 0 || (slots.length & (slots.length - 1)) !== 0 || 2 * (slotMask + 1) !== slots.length)
    return "the number of slots is no power of two";
  let free = 0;
  for (let slot = 1; slot < slots.length; slot += 2) {
    const node = slots[slot]! - 1;
    if (node === -1) free += 1;
    else if (kinds[node] !== IS_NODE) return `slot ${slot >> 1} has no node`;
  }
  return free > 0 ? undefined : "no slot is free";
}

/** Their slots follow each other in the overlay, as `linkAliases` has laid them out. */
function faultInAliases({ tables, kinds }: RowMap): string | undefined {
  const { aliases, overlay } = tables;
  let slot = OVERLAY_HEAD;
  let hasEnded = false;
  for (let row = 0; row < aliases.length; row += ALIAS_SIZE) {
    const node = aliases[row + ALIAS_NODE]!;
    hasEnded ||= node === -1;
    if (hasEnded) {
      if (node !== -1) return "aliases have a gap";
      continue;
    }
    const room = aliases[row + ALIAS_ROOM]!;
    if (kinds[node] !== IS_NODE || findRRset(tables, node, ALIAS) !== aliases[row + ALIAS_RRSET])
      return "an alias is at another node";
    if (room < BUFFER_HEAD || room > MAX_ROOM || room % 64 !== 0) return "an alias has no such room";
    if (aliases[row + ALIAS_A] !== slot || aliases[row + ALIAS_AAAA] !== slot + slotRoom(room))
      return "an alias is at another place of the overlay";
    slot += 2 * slotRoom(room);
    if (slot > overlay.octets.length) return "an alias lies outside of the overlay";
  }
  return undefined;
}

const MAX_ROOM = 0x20000; // what is copied of it has so much room

/** They follow each other, and each is made of whole steps of whole records, of which none is passed over. */
function faultInJournals({ journals, zones }: Tables): string | undefined {
  if (journals.length === 0) return undefined;
  const count = zones.length / ZONE_SIZE;
  if (journals.length < count * JOURNAL_ENTRY) return "the table of journals is too short";
  const entries = new Int32Array(journals.buffer, journals.byteOffset, (count * JOURNAL_ENTRY) / 4);
  let end = count * JOURNAL_ENTRY;
  for (let zone = 0; zone < count; zone++) {
    const start = entries[2 * zone]!;
    const length = entries[2 * zone + 1]!;
    if (start < end || length < 0 || start + length > journals.length)
      return `zone ${zone} has no such journal`;
    end = start + length;
    const journal = journals.subarray(start, end);
    for (let at = 0; at < journal.length; ) {
      if (at + STEP_HEAD > journal.length) return `a step of zone ${zone} is not whole`;
      const next = stepBehind(journal, at);
      if (next > journal.length || u32(journal, at + 8) !== 0) return `a step of zone ${zone} has no end`;
      if (!hasWholeRecords(journal, at + STEP_HEAD, next)) return `a step of zone ${zone} is not of records`;
      at = next;
    }
  }
  return undefined;
}

function hasWholeRecords(octets: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const name = at;
    while (at < end && octets[at] !== 0) {
      if (octets[at]! > MAX_LABEL) return false;
      at += 1 + octets[at]!;
    }
    at += 1;
    if (at - name > MAX_NAME || at + TAIL > end) return false;
    at += TAIL + ((octets[at + TAIL - 2]! << 8) | octets[at + TAIL - 1]!);
  }
  return at === end && start < end;
}

const MAX_LABEL = 63;
const MAX_NAME = 255; // RFC 1035 §2.3.4
const TAIL = 10; // type, class, TTL, length (RFC 1035 §3.2.1)
