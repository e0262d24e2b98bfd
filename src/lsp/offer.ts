import type { Frame } from "./pieces.ts";
import type { Range } from "./range.ts";

/** Something that may be written at a place. */
export interface Completion {
  readonly label: string;
  readonly kind: "type" | "key" | "value" | "name" | "variable" | "snippet";
  readonly detail?: string;
  /** Of what is typed already. */
  readonly range: Range;
  readonly newText: string;
  /** The text has places to fill in, as the protocol's snippets have. */
  readonly isSnippet?: true;
}

/** The same without its place. */
export type Offer = Omit<Completion, "range" | "newText"> & { readonly newText?: string };

/** Keys that are not there yet. */
export function keys(known: { readonly [key: string]: string | undefined }, within: Frame): Offer[] {
  return Object.entries(known)
    .filter(([key]) => !within.entries.has(key))
    .map(([key, detail]) => ({
      ...{ label: key, kind: "key", newText: `${key}: ` },
      ...(detail !== undefined && { detail }),
    }));
}
