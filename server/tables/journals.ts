import { type Tables, ZONE_SIZE } from "./tables.ts";

/**
 * What has changed in a zone since its former serials; empty where that is not known. Each step has FROM, the octets of its
 * records, and how many octets behind it are no part of the way to what is served, 32 bits each; then its records in wire form,
 * uncompressed, in the order of IXFR (RFC 1995 §4): what was removed, and what was added, each behind the SOA of its time. The
 * way goes from a step to the next that is not passed over, and comes to what is served at the end.
 */
export function journalOf({ journals }: Tables, zone: number): Uint8Array {
  if (journals.length === 0) return NOTHING;
  const { buffer, byteOffset } = journals;
  const entry = new Int32Array(buffer, byteOffset + zone * JOURNAL_ENTRY, JOURNAL_ENTRY / 4);
  const length = Atomics.load(entry, LENGTH); // before anything else: it may have been written this moment
  return journals.subarray(entry[START]!, entry[START]! + length);
}

/**
 * Writes the journal of a zone into the room that is kept for it, also while others answer from these tables: they see none of it or
 * all. Where it has one already, nobody else may have the tables.
 */
export function setJournal({ journals }: Tables, zone: number, journal: Uint8Array): void {
  const { buffer, byteOffset } = journals;
  const entry = new Int32Array(buffer, byteOffset + zone * JOURNAL_ENTRY, JOURNAL_ENTRY / 4);
  journals.set(journal, entry[START]!);
  Atomics.store(entry, LENGTH, journal.length);
}

/** Begins the journal of a zone, which is empty, at a place of tables that nobody has yet. */
export function placeJournal({ journals }: Tables, zone: number, start: number): void {
  new Int32Array(journals.buffer, journals.byteOffset + zone * JOURNAL_ENTRY, 1)[START] = start;
}

/** How many octets there are for the journal of a zone. */
export function journalRoom({ journals, zones }: Tables, zone: number): number {
  if (journals.length === 0) return 0;
  const count = zones.length / ZONE_SIZE;
  const starts = new Int32Array(journals.buffer, journals.byteOffset, (count * JOURNAL_ENTRY) / 4);
  const step = JOURNAL_ENTRY / 4;
  return (zone + 1 < count ? starts[(zone + 1) * step]! : journals.length) - starts[zone * step]!;
}

/** The table begins with such an entry for each zone: where its journal stands in it, and its octets, 32 bits each. */
export const JOURNAL_ENTRY = 8;
const START = 0;
const LENGTH = 1;
/** Before the records of a step: FROM, their octets, and those that are passed over behind them. */
export const STEP_HEAD = 12;

/** Writes the head of a step. */
export function writeStepHead(
  journal: Uint8Array,
  at: number,
  from: number,
  octets: number,
  passed = 0,
): void {
  writeU32(journal, at, from);
  writeU32(journal, at + 4, octets);
  writeU32(journal, at + 8, passed);
}

/** Where the step behind this one stands in a journal, be it on its way or not. */
export function stepBehind(journal: Uint8Array, at: number): number {
  return at + STEP_HEAD + u32(journal, at + 4);
}

/** Where the way goes on behind a step: at the end of the journal it has come to what is served. */
export function nextStep(journal: Uint8Array, at: number): number {
  return stepBehind(journal, at) + u32(journal, at + 8);
}

/** The number in four octets. */
export function u32(octets: Uint8Array, at: number): number {
  return ((octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) >>> 0;
}

/** Writes a number into four octets. */
function writeU32(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >>> 24;
  octets[at + 1] = value >>> 16;
  octets[at + 2] = value >>> 8;
  octets[at + 3] = value;
}

const NOTHING = new Uint8Array(0);
