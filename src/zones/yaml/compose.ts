import type { Event } from "js-yaml";
import type { Problem } from "../../../dns/problem.ts";
import { ADD } from "./add-names.ts";
import { Composer, type Composing, type OnEntry } from "./composer.ts";
import type { Composed, Included } from "./included.ts";
import { type OnEvents, parseText, parseTextOnce } from "./parse-events.ts";
import type { Words } from "./placeholders.ts";
import { readPlainEntries } from "./plain-entries.ts";
import { type SnippetBudget, snippetBudget } from "./snippet.ts";
import type { SourceText } from "./source-text.ts";

/** Finds what is wrong with a file on its own, and gives its events to whoever wants them, too; `begin` as in `parseText`. */
export function findProblems(source: SourceText, begin: () => OnEvents): readonly Problem[] {
  const forget = source.text.includes("<<") ? undefined : () => () => {};
  return composeWith(source, new Map(), forget, undefined, snippetBudget(), begin).problems;
}

/**
 * Makes the tree of one file. A path of `!include` that `included` lacks is `wanted` and leaves a broken node.
 *
 * @param words what braces mean, in a file of a zone; the keys `$add`, `$arguments` and `$zones` are followed there
 */
export function compose(
  source: SourceText,
  included: Included,
  words?: Words,
  budget: SnippetBudget = snippetBudget(),
): Composed {
  return composeWith(source, included, undefined, words, budget);
}

/**
 * The same for a file that is one large mapping: each entry is handed over as soon as it is read and then forgotten,
 * and the mapping that comes back has none. `begin` makes the taker of entries; when it is called a second time, what
 * the first one took is void.
 */
export function composeEntries(
  source: SourceText,
  included: Included,
  begin: () => OnEntry,
  words?: Words,
): Composed {
  // With a merge or `$add` in the outermost mapping an entry may become another one, so all of them must be known.
  const isStream = !source.text.includes("<<") && !source.text.includes(ADD) && words?.own === undefined;
  if (isStream) return composeWith(source, included, begin, words, snippetBudget());
  const composed = composeWith(source, included, undefined, words, snippetBudget());
  const onEntry = begin();
  if (composed.root?.kind === "mapping") for (const entry of composed.root.entries) onEntry(entry);
  return composed;
}

function composeWith(
  source: SourceText,
  included: Included,
  begin: (() => OnEntry) | undefined,
  words: Words | undefined,
  budget: SnippetBudget,
  also?: () => OnEvents,
): Composed {
  const composing: Composing = {
    source,
    included,
    words,
    budget,
    composeSnippet: (snippet, told) => compose(snippet.source, snippet.included, told, budget),
  };
  let composer = new Composer(composing, undefined);
  const beginToCompose = () => {
    composer = new Composer(composing, begin?.());
    if (also === undefined) return composer.take;
    const { take } = composer;
    const takeToo = also();
    return (events: readonly Event[], part: string, start: number) => {
      take(events, part, start);
      takeToo(events, part, start);
    };
  };
  const problems =
    words?.own !== undefined
      ? parseTextOnce(source, beginToCompose) // what has placeholders is composed for each of its zones
      : parseText(
          source,
          beginToCompose,
          also === undefined ? (text, from) => readPlainEntries(text, from, composer.takePlain) : undefined,
        );
  const { root, size, depth } = composer.finish();
  return {
    root,
    size,
    depth,
    problems: [...problems, ...composer.problems],
    complete: composer.complete && problems.length === 0,
    wanted: [...composer.wanted],
  };
}
