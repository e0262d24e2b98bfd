import { JOURNAL_ENTRY, journalOf, journalRoom, placeJournal, setJournal } from "../journals.ts";
import type { MovedRows } from "../moved-rows.ts";
import { OVERLAY_HEAD } from "../overlay.ts";
import { makeTables, NODE_ZONE, ROW, type TableSizes, type Tables } from "../tables.ts";
import { copyRun } from "./copy-run.ts";
import { ELSEWHERE, makeRuns, type Run, rowMoves } from "./runs.ts";
import type { Splice } from "./splice-plan.ts";
import { linkTarget, type ToLink } from "./targets.ts";
import { linkUpperZones } from "./upper-zones.ts";

/**
 * Makes the tables of all zones out of two others: octets are copied, and the numbers in them moved to where what they lead to stands now.
 * They say what those say that `compile` makes of all these zones, and have the same octets but for the order of slots. No record is read
 * for it.
 */
export function spliceTables(splice: Splice): Spliced {
  const { served, compiled } = splice;
  const runs = makeRuns(splice);
  const moves = { served: rowMoves(served, runs), compiled: rowMoves(compiled, runs) };
  const names = countNames(served, moves.served) + countNames(compiled, moves.compiled);
  const tables = makeTables(sizesOf(splice, runs, names));
  const toLink: ToLink[] = [];
  for (const run of runs) {
    const isServed = run.from === served;
    copyRun(run, tables, isServed ? moves.served : undefined, isServed && !splice.hasOtherZones, toLink);
  }
  fillSlots(served, moves.served, tables);
  fillSlots(compiled, moves.compiled, tables);
  linkUpperZones(splice, moves, tables);
  for (const each of toLink) linkTarget(tables, each);
  copyJournals(splice, tables);
  return { tables, moved: runs.filter(({ from }) => from === served).map(({ rows }) => rows) };
}

/** Tables, and which rows of those that are served stand in them, and where. */
export interface Spliced {
  readonly tables: Tables;
  readonly moved: readonly MovedRows[];
}

function sizesOf({ pieces, ...from }: Splice, runs: readonly Run[], names: number): TableSizes {
  const sum = (sizeOf: (run: Run) => number) => runs.reduce((all, run) => all + sizeOf(run), 0);
  const aliases = sum(({ aliases }) => aliases.length);
  const journals = pieces.reduce((all, piece) => all + roomFor(from[piece.from], piece.number), 0);
  return {
    slots: 2 ** Math.ceil(Math.log2(2 * names + 2)),
    rows: sum(({ rows, soas }) => rows.length + soas.length),
    extras: sum(({ extras }) => extras.length),
    zones: pieces.length,
    chain: sum((run) => run.chain.length),
    heap: sum(({ heap, soaHeap }) => heap.length + soaHeap.length),
    journals: journals === 0 ? 0 : pieces.length * JOURNAL_ENTRY + journals,
    aliases,
    overlay: aliases === 0 ? 0 : OVERLAY_HEAD + sum(({ overlay }) => overlay.length),
  };
}

/** Names in these tables that can be found, of zones that are taken. */
function countNames({ slots, rows }: Tables, moves: Int32Array): number {
  let count = 0;
  for (let at = 1; at < slots.length; at += 2) {
    const node = slots[at]! - 1;
    if (node >= 0 && moves[rows[node * ROW + NODE_ZONE]!] !== ELSEWHERE) count += 1;
  }
  return count;
}

/** Puts these into the table of names. They come in the order of their slots, which is nearly what they get here. */
function fillSlots({ slots: old, rows }: Tables, moves: Int32Array, { slots, slotMask }: Tables): void {
  for (let at = 0; at < old.length; at += 2) {
    const node = old[at + 1]! - 1;
    if (node < 0) continue;
    const move = moves[rows[node * ROW + NODE_ZONE]!]!;
    if (move === ELSEWHERE) continue;
    const hash = old[at]!;
    let slot = hash & slotMask;
    while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & slotMask;
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = node + move + 1;
  }
}

function copyJournals({ pieces, ...from }: Splice, tables: Tables): void {
  if (tables.journals.length === 0) return;
  let at = pieces.length * JOURNAL_ENTRY;
  for (const [zone, piece] of pieces.entries()) {
    const journal = journalOf(from[piece.from], piece.number);
    placeJournal(tables, zone, at);
    setJournal(tables, zone, journal);
    at += roomFor(from[piece.from], piece.number);
  }
}

/** A journal that is there is never written again; for one that is not, its room stays. */
function roomFor(tables: Tables, zone: number): number {
  return journalOf(tables, zone).length || journalRoom(tables, zone);
}
