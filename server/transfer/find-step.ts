import { nextStep, STEP_HEAD, stepBehind, u32 } from "../tables/journals.ts";

/** Where the step from this serial stands in a journal (see `journalOf`), -1 where there is none. */
export function findStep(journal: Uint8Array, serial: number): number {
  for (let at = 0; at < journal.length; at = stepBehind(journal, at)) {
    if (u32(journal, at) === serial) return at;
  }
  return -1;
}

/** Octets of the steps from this one to what is served. */
export function wayOctets(journal: Uint8Array, start: number): number {
  let octets = 0;
  for (let at = start; at < journal.length; at = nextStep(journal, at))
    octets += STEP_HEAD + u32(journal, at + 4);
  return octets;
}
