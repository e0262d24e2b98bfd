import type { Tables } from "./tables.ts";

/**
 * What has changed in a zone since its former serials; empty where that is not known. Steps stand in their order, each from the
 * serial to which the one before has come, and the last to what is served: FROM (32 bits), the octets of its records
 * (32 bits), then these in wire form, uncompressed, in the order of IXFR (RFC 1995 §4): what was removed, and what was
 * added, each behind the SOA of its time.
 */
export function journalOf({ journals }: Tables, zone: number): Uint8Array {
  if (journals.length === 0) return NOTHING;
  const start = u32(journals, zone * JOURNAL_ENTRY);
  return journals.subarray(start, start + u32(journals, zone * JOURNAL_ENTRY + 4));
}

/** Writes the journal of a zone into tables that nobody has yet, into the room that is kept for it there. */
export function setJournal({ journals }: Tables, zone: number, journal: Uint8Array): void {
  journals.set(journal, u32(journals, zone * JOURNAL_ENTRY));
  writeU32(journals, zone * JOURNAL_ENTRY + 4, journal.length);
}

/** The table begins with such an entry for each zone: where its journal stands in it, and its octets, 32 bits each. */
export const JOURNAL_ENTRY = 8;
/** Before the records of a step: FROM, and their octets. */
export const STEP_HEAD = 8;

/** The number in four octets. */
export function u32(octets: Uint8Array, at: number): number {
  return ((octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) >>> 0;
}

/** Writes a number into four octets. */
export function writeU32(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >>> 24;
  octets[at + 1] = value >>> 16;
  octets[at + 2] = value >>> 8;
  octets[at + 3] = value;
}

const NOTHING = new Uint8Array(0);
