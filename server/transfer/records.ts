import { nextStep, STEP_HEAD, stepBehind } from "../tables/journals.ts";
import type { Tables } from "../tables/tables.ts";
import { viewOf } from "./page.ts";
import { writeRawRecord } from "./raw-record.ts";
import { startZone, writeSoa, writeZoneRecords } from "./zone-records.ts";

/** Writes the next records of a transfer into `page`, as many as there is room for; true when those were all. */
export type WriteRecords = () => boolean;

/** A whole zone: its SOA, all other records, the SOA (RFC 5936 §2.2). IXFR may have this form, too (RFC 1995 §4). */
export function wholeZone(tables: Tables, zone: number): WriteRecords {
  const cursor = startZone(tables, zone);
  let part = 0;
  return () => {
    if (part === 0) {
      if (!writeSoa(tables, zone)) return false;
      part = 1;
    }
    if (part === 1) {
      if (!writeZoneRecords(cursor)) return false;
      part = 2;
    }
    return writeSoa(tables, zone);
  };
}

/** What has changed since a step of a zone's journal, which stands there at `start`: between two SOAs (RFC 1995 §4). */
export function zoneChanges(tables: Tables, zone: number, journal: Uint8Array, start: number): WriteRecords {
  const view = viewOf(journal);
  let step = start;
  let at = start + STEP_HEAD;
  let hasBegun = false;
  return () => {
    if (!hasBegun && !writeSoa(tables, zone)) return false;
    hasBegun = true;
    while (step < journal.length) {
      for (const end = stepBehind(journal, step); at < end; ) {
        const next = writeRawRecord(view, at);
        if (next < 0) return false;
        at = next;
      }
      step = nextStep(journal, step);
      at = step + STEP_HEAD;
    }
    return writeSoa(tables, zone);
  };
}

/** The SOA alone: the client has this serial or a later one, or shall ask over TCP (RFC 1995 §2 and §4). */
export function soaAlone(tables: Tables, zone: number): WriteRecords {
  return () => writeSoa(tables, zone);
}
