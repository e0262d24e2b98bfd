import { ALIAS } from "../../../dns/alias-type.ts";
import { CNAME } from "../../../dns/type-numbers.ts";
import {
  ALIAS_A,
  ALIAS_AAAA,
  ALIAS_NODE,
  ALIAS_RRSET,
  ALIAS_SIZE,
  NODE_ALIAS,
  NODE_COVER,
  NODE_DENIAL,
  NODE_INFO,
  NODE_NAME,
  NODE_NO_WILDCARD,
  NODE_WILDCARD,
  NODE_ZONE,
  ROW,
  RRSET_ALIAS,
  RRSET_DATA,
  RRSET_EXTRA_COUNT,
  RRSET_EXTRAS,
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_CHAIN,
  ZONE_CHAIN_COUNT,
  ZONE_NEGATIVE_SOA,
  ZONE_NSEC3,
  ZONE_SIZE,
} from "../tables.ts";
import { ELSEWHERE, type Place, type Run } from "./runs.ts";
import type { ToLink } from "./targets.ts";
import { hasAdditional } from "./type-plan.ts";

/**
 * Copies a run of zones into tables that are new, with all numbers moved that lead to what is in the same zone. Those that lead out of
 * it are left to others: zones above, and the targets of CNAME. Of these it moves what leads to a zone that moves along.
 *
 * Throws where the tables are laid out in another way than `compile` does it.
 *
 * @param moves how the rows of zones move to which targets may stay; undefined where every target is to be found again
 * @param areOutside targets that are in no zone of ours stay so
 * @param toLink gets the CNAMEs whose targets are to be found again
 */
export function copyRun(
  run: Run,
  tables: Tables,
  moves: Int32Array | undefined,
  areOutside: boolean,
  toLink: ToLink[],
): void {
  const { from } = run;
  copy(from.heap, run.heap, tables.heap, 1);
  copy(from.heap, run.soaHeap, tables.heap, 1);
  copy(from.rows, run.rows, tables.rows, ROW);
  copy(from.rows, run.soas, tables.rows, ROW);
  copy(from.extras, run.extras, tables.extras, 2);
  copy(from.zones, run.zones, tables.zones, ZONE_SIZE);
  copy(from.chain, run.chain, tables.chain, 1);
  copy(from.keys, run.chain, tables.keys, 2);
  copy(from.aliases, run.aliases, tables.aliases, ALIAS_SIZE);
  moveRows(run, tables, moves, areOutside, toLink);
  moveSoas(run, tables);
  moveEntries(run, tables);
  moveZones(run, tables);
}

function copy<Table extends Int32Array | Uint8Array>(
  from: Table,
  place: Place,
  to: Table,
  columns: number,
): void {
  const start = place.from * columns;
  to.set(from.subarray(start, start + place.length * columns), place.to * columns);
}

function moveOf({ from, to }: Place): number {
  return to - from;
}

function endOf({ to, length }: Place): number {
  return to + length;
}

/**
 * Tables out of a file whose digest is right may be laid out as `compile` never does it, so that what a zone has stands among what others
 * have: these octets have not come along.
 */
function laidOutOtherwise(): Error {
  return new Error("Cannot take zones out of tables that are laid out in another way");
}

function moveRows(
  run: Run,
  { rows }: Tables,
  moves: Int32Array | undefined,
  areOutside: boolean,
  toLink: ToLink[],
): void {
  const old = run.from.rows;
  const zone = moveOf(run.zones);
  const row = moveOf(run.rows);
  const heap = moveOf(run.heap);
  const extra = moveOf(run.extras);
  const chain = moveOf(run.chain);
  const alias = moveOf(run.aliases);
  const hasMoved = (zone | row | heap | extra | chain | alias) !== 0;
  const end = endOf(run.rows);
  const heapEnd = endOf(run.heap);
  const extrasEnd = endOf(run.extras);
  for (let node = run.rows.to; node < end; ) {
    const at = node * ROW;
    const last = node + (rows[at + NODE_INFO]! >>> 16);
    const isAlias = rows[at + NODE_ALIAS]! >= 0;
    if (hasMoved) {
      rows[at + NODE_NAME]! += heap;
      rows[at + NODE_ZONE]! += zone;
      if (rows[at + NODE_COVER]! >= 0) rows[at + NODE_COVER]! += row;
      if (rows[at + NODE_WILDCARD]! >= 0) rows[at + NODE_WILDCARD]! += row;
      if (rows[at + NODE_DENIAL]! >= 0) rows[at + NODE_DENIAL]! += chain;
      if (rows[at + NODE_NO_WILDCARD]! >= 0) rows[at + NODE_NO_WILDCARD]! += chain;
      if (isAlias) rows[at + NODE_ALIAS]! += alias;
    }
    const name = rows[at + NODE_NAME]!;
    if (name < run.heap.to || name + (rows[at + NODE_INFO]! & 0xff) > heapEnd) throw laidOutOtherwise();
    for (let rrset = node + 1; rrset <= last; rrset++) {
      const own = rrset * ROW;
      const type = rows[own + RRSET_TYPE]! & 0xffff;
      const data = rows[own + RRSET_DATA]! + heap;
      if (data < run.heap.to || data >= heapEnd) throw laidOutOtherwise();
      rows[own + RRSET_DATA] = data;
      if (type === CNAME) {
        const place = rows[own + RRSET_EXTRAS]!;
        const moved = moves === undefined ? ELSEWHERE : movedPlace(place, old, moves, areOutside);
        if (moved === ELSEWHERE) toLink.push({ node, rrset });
        else rows[own + RRSET_EXTRAS] = moved;
      } else if (hasAdditional(type)) {
        const place = rows[own + RRSET_EXTRAS]! + extra;
        if (place < run.extras.to || place + rows[own + RRSET_EXTRA_COUNT]! > extrasEnd)
          throw laidOutOtherwise();
        rows[own + RRSET_EXTRAS] = place;
      } else if (isAlias && type === ALIAS) rows[own + RRSET_ALIAS]! += alias;
    }
    node = last + 1;
  }
}

/** Where a target stands now (see `findPlace`); ELSEWHERE where that is not known. */
function movedPlace(place: number, old: Int32Array, moves: Int32Array, areOutside: boolean): number {
  if (place < 0) return areOutside ? place : ELSEWHERE;
  const move = moves[old[(place >> 1) * ROW + NODE_ZONE]!] ?? ELSEWHERE;
  return move === ELSEWHERE ? ELSEWHERE : place + 2 * move;
}

function moveSoas({ soas, soaHeap }: Run, { rows }: Tables): void {
  const heap = moveOf(soaHeap);
  for (let row = soas.to; row < endOf(soas); row++) {
    const data = rows[row * ROW + RRSET_DATA]! + heap;
    if (data < soaHeap.to || data >= endOf(soaHeap)) throw laidOutOtherwise();
    rows[row * ROW + RRSET_DATA] = data;
  }
}

/** Additional data, chains and aliases. What is known of the targets of these is written by who looks them up. */
function moveEntries(run: Run, { extras, chain, aliases }: Tables): void {
  const row = moveOf(run.rows);
  const slot = moveOf(run.overlay);
  if (row !== 0) {
    for (let at = run.extras.to; at < run.extras.to + run.extras.length; at++) extras[2 * at]! += row;
    for (let at = run.chain.to; at < run.chain.to + run.chain.length; at++) chain[at]! += row;
  }
  for (let at = run.aliases.to; at < run.aliases.to + run.aliases.length; at++) {
    aliases[at * ALIAS_SIZE + ALIAS_NODE]! += row;
    aliases[at * ALIAS_SIZE + ALIAS_RRSET]! += row;
    aliases[at * ALIAS_SIZE + ALIAS_A]! += slot;
    aliases[at * ALIAS_SIZE + ALIAS_AAAA]! += slot;
  }
}

function moveZones(run: Run, { zones }: Tables): void {
  const soa = moveOf(run.soas);
  const end = (run.zones.to + run.zones.length) * ZONE_SIZE;
  for (let at = run.zones.to * ZONE_SIZE; at < end; at += ZONE_SIZE) {
    zones[at + ZONE_APEX]! += moveOf(run.rows);
    if (zones[at + ZONE_NEGATIVE_SOA]! >= 0) zones[at + ZONE_NEGATIVE_SOA]! += soa;
    const chain = zones[at + ZONE_CHAIN]! + moveOf(run.chain);
    const count = zones[at + ZONE_CHAIN_COUNT]!;
    if (count > 0 && (chain < run.chain.to || chain + count > endOf(run.chain))) throw laidOutOtherwise();
    zones[at + ZONE_CHAIN] = chain;
    if (zones[at + ZONE_NSEC3]! >= 0) zones[at + ZONE_NSEC3]! += moveOf(run.heap);
  }
}
