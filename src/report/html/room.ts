import { type Html, join } from "./markup.ts";

/** As much of a list as there is room for. */
export interface Fitting {
  readonly shown: Html;
  /** How many are shown. */
  readonly count: number;
  /** How many of them there was no room for. */
  readonly left: number;
}

/**
 * Makes the items of a list one after the other, as long as there is room. What is left is not made, so a list of any
 * length takes bounded time and room.
 *
 * @param room characters
 */
export function fit<Item>(items: readonly Item[], room: number, make: (item: Item) => Html): Fitting {
  const made: Html[] = [];
  let used = 0;
  for (const item of items) {
    const next = make(item);
    used += next.html.length;
    if (used > room) break;
    made.push(next);
  }
  return { shown: join(made), count: made.length, left: items.length - made.length };
}

/** A text that is cut where it is longer than anybody reads. */
export function cut(text: string, most = MOST_OF_VALUE): string {
  return text.length > most
    ? `${text.slice(0, most)}… (${text.length.toLocaleString("en")} characters)`
    : text;
}

const MOST_OF_VALUE = 600; // characters
