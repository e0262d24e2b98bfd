import type { Problem } from "../../../dns/problem.ts";
import { givenIn, takeArguments } from "./arguments.ts";
import type { Composed, Snippet } from "./included.ts";
import type { Mapping, Placed } from "./node.ts";
import type { Placeholders, Words } from "./placeholders.ts";

/** How many snippets one file may still bring in: some that include each other can stand for millions. */
export interface SnippetBudget {
  left: number;
}

/** The whole of it. */
export function snippetBudget(): SnippetBudget {
  return { left: MAX_SNIPPETS };
}

const MAX_SNIPPETS = 20_000; // every one is composed; a file of that many takes a second or two

/** Tells a snippet from what else may be included. */
export function isSnippet(found: object): found is Snippet {
  return "source" in found;
}

/** A snippet where it is included. */
export interface SnippetUse {
  readonly snippet: Snippet;
  readonly place: Placed & { readonly path: string };
  /** What stands behind `!include`, where that is more than a path. */
  readonly mapping: Mapping | undefined;
  /** What stands for the zone; undefined where no zone is read. */
  readonly zone: Placeholders | undefined;
}

/**
 * The tree of a snippet for these arguments and this zone; undefined, with the reasons told, where the arguments are not
 * those that it wants.
 */
export function composeSnippet(
  { snippet, place, mapping, zone }: SnippetUse,
  compose: (words: Words) => Composed,
  budget: SnippetBudget,
  report: (problem: Problem) => void,
): Composed | "too many" | undefined {
  const given = mapping === undefined ? new Map() : givenIn(mapping, report);
  if (given === undefined) return undefined;
  const own = takeArguments(snippet.arguments ?? new Map(), given, place, report);
  if (own === undefined) return undefined;
  const key = JSON.stringify([...own]);
  const known = knownOf(snippet, zone);
  const before = known.get(key);
  if (before !== undefined) return before;
  budget.left -= 1;
  if (budget.left < 0) return "too many";
  const around = zone ?? NO_WORDS;
  const hasWords = snippet.arguments !== undefined;
  const composed = compose({ zone: around, ...(hasWords && { own: new Map([...around, ...own]) }) });
  known.set(key, composed);
  return composed;
}

const NO_WORDS: Placeholders = new Map();

/** What was composed for one zone, by the arguments: the same twice is one tree. */
function knownOf(snippet: Snippet, zone: Placeholders | undefined): Map<string, Composed> {
  const last = lately.get(snippet);
  if (last !== undefined && last.zone === zone) return last.byArguments;
  const byArguments = new Map<string, Composed>();
  lately.set(snippet, { zone, byArguments });
  return byArguments;
}

const lately = new WeakMap<
  Snippet,
  { readonly zone: Placeholders | undefined; readonly byArguments: Map<string, Composed> }
>();
