import { canBeginKey } from "../zones/yaml/pieces.ts";
import { EntryLines, type LaidOutEntry } from "./entry-lines.ts";
import { isSpace, skipBlankLines } from "./lines.ts";

/** What is left of a text without such entries. */
export interface Rest {
  /** Where a piece of it begins in the text, and where it ends. */
  readonly start: number;
  readonly end: number;
  /** Where its first key stands in the text; -1 where it has none. */
  readonly key: number;
}

/**
 * Finds the entries of a large mapping that have the layout already, by their lines alone: block mappings and lists of texts
 * without comments, each text on its line. Fields may have another order, for that moves whole lines, and a text other quotes.
 * What is in doubt is left, and so is the first entry, for what stands above it is the head of the file. The line ends are LF.
 */
export function findLaidOut(text: string): {
  readonly entries: readonly LaidOutEntry[];
  readonly rest: readonly Rest[];
} {
  const entries: LaidOutEntry[] = [];
  const rest: Rest[] = [];
  let at = canBeginKey(text.charCodeAt(0)) ? 0 : nextKey(text, 0);
  const isOdd = KEPT_BLANKS.test(text) || LONE_QUESTION.test(text);
  if (isOdd || text.includes("\n...") || text.includes("\n---", Math.max(at, 0))) return { entries, rest };
  const lines = new EntryLines(text);
  let start = 0; // of what is left
  let key = at;
  let mayBe = false; // the entry at hand may be one
  let blank = false;
  while (at !== -1) {
    const entry = mayBe ? lines.entryAt(at, blank) : undefined;
    if (entry === undefined) {
      if (key === -1) key = at;
      at = nextKey(text, at);
      if (at !== -1) ({ mayBe, blank } = endOfEntry(text, at));
      continue;
    }
    if (key !== -1) rest.push({ start, end: endOfLines(text, at), key });
    entries.push(entry);
    start = entry.end;
    key = -1;
    const next = skipBlankLines(text, entry.end);
    blank = next > entry.end;
    mayBe = canBeginKey(text.charCodeAt(next));
    at = mayBe ? next : nextKey(text, entry.end - 1);
  }
  if (start < text.length) rest.push({ start, end: text.length, key });
  return { entries, rest };
}

/** Blank lines behind such a text are a part of it: `|+`, `>2+`. */
const KEPT_BLANKS = /[|>][1-9]?\+/;

/** A key that is nothing, above which comments stay. */
const LONE_QUESTION = /(?:^|\n)[ -]*\? *(?:[#\n]|$)/;

/** The next line behind a place that can begin an entry. */
function nextKey(text: string, from: number): number {
  for (let newline = text.indexOf("\n", from); newline !== -1; newline = text.indexOf("\n", newline + 1)) {
    if (canBeginKey(text.charCodeAt(newline + 1))) return newline + 1;
  }
  return -1;
}

/** Whether an entry behind one that is left has nothing above it but blank lines. */
function endOfEntry(text: string, end: number): { mayBe: boolean; blank: boolean } {
  const last = endOfLines(text, end);
  const line = text.slice(text.lastIndexOf("\n", last - 2) + 1, last);
  return { mayBe: !line.trimStart().startsWith("#"), blank: last < end };
}

/** Behind the last line before a place that is not blank. */
function endOfLines(text: string, before: number): number {
  let last = before;
  while (last > 0 && isSpace(text.charCodeAt(last - 1))) last -= 1;
  return text.indexOf("\n", last) + 1;
}
