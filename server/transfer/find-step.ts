import { STEP_HEAD, u32 } from "../tables/journals.ts";

/** Where the step from this serial stands in a journal (see `journalOf`), -1 where there is none. */
export function findStep(journal: Uint8Array, serial: number): number {
  for (let at = 0; at < journal.length; at += STEP_HEAD + u32(journal, at + 4)) {
    if (u32(journal, at) === serial) return at;
  }
  return -1;
}
