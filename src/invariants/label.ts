import { LABEL_LENGTH } from "../plan/dangers.ts";

const LABEL = "zonepipe:allow-invariant:";

/** What the name of an invariant is made of. */
export const NAME = /^[a-z0-9-]+$/;

/** How long it may be, in characters, so that its label is none that GitHub refuses. */
export const LONGEST_NAME = LABEL_LENGTH - LABEL.length;

/** The label that allows to change an invariant, or to break the one that stood before. */
export function labelOf(name: string): string {
  return LABEL + name;
}
