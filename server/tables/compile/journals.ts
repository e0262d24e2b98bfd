import { JOURNAL_ENTRY, placeJournal, setJournal } from "../journals.ts";
import type { Tables } from "../tables.ts";
import type { Staging } from "./staging.ts";

/** Octets of the table of journals: none where no zone has one. */
export function measureJournals({ journals, journalRooms, zones }: Staging): number {
  let octets = journals.reduce((sum, journal) => sum + journal.length, 0);
  for (const room of journalRooms.values()) octets += room;
  return octets === 0 ? 0 : zones.length * JOURNAL_ENTRY + octets;
}

/** Copies the journals of all zones into the tables (see `journalOf`). Behind them is the room for others. */
export function writeJournals({ journals, journalRooms, zones }: Staging, tables: Tables): void {
  if (tables.journals.length === 0) return;
  let at = zones.length * JOURNAL_ENTRY;
  for (const { index } of zones) {
    const journal = journals[index] ?? NOTHING;
    placeJournal(tables, index, at);
    setJournal(tables, index, journal);
    at += journal.length + (journalRooms.get(index) ?? 0);
  }
}

const NOTHING = new Uint8Array(0);
