import { didYouMean } from "../../source/suggest.ts";
import type { Saying } from "./problem-at.ts";

/** What words in braces stand for, by the words: `{zone}` is the text of `zone`. */
export type Placeholders = ReadonlyMap<string, string>;

/** Words that stand for the zone that is read, in every file with placeholders. */
export const ZONE_WORDS = ["zone", "label", "zone-dashes"] as const;

/** What braces mean in a file and in those that it includes. */
export interface Words {
  /** What they stand for in the file itself; left out where a brace is a brace. */
  readonly own?: Placeholders;
  /** What they stand for in included files with `$arguments`, beside these: the words of the zone. */
  readonly zone: Placeholders;
}

/**
 * A text with its placeholders filled in; `{{` and `}}` are braces. What cannot be filled in stays as it is, and is among
 * the faults.
 */
export function fillPlaceholders(
  text: string,
  words: Placeholders,
): { readonly text: string; readonly faults: readonly Saying[] } {
  const faults: Saying[] = [];
  const filled = text.replaceAll(PIECE, (found, word: string | undefined) => {
    if (found === "{{") return "{";
    if (found === "}}") return "}";
    const value = word === undefined ? undefined : words.get(word);
    if (value !== undefined) return value;
    faults.push(word === undefined ? loneBrace(found, text) : unknownWord(word, words));
    return found;
  });
  return { text: filled, faults };
}

/** The text has a brace, so that it may say something else than it seems to. */
export function hasBrace(text: string): boolean {
  return text.includes("{") || text.includes("}");
}

const PIECE = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

function unknownWord(word: string, words: Placeholders): Saying {
  return {
    rule: "placeholder-unknown",
    message: `{${word}} stands for nothing here`,
    help: `${words.size === 0 ? "No zone is read here." : didYouMean(word, [...words.keys()])} A brace that is meant is written {{ or }}.`,
  };
}

function loneBrace(found: string, text: string): Saying {
  return {
    rule: "placeholder-brace",
    message: `${JSON.stringify(text)} has a brace without the other`,
    help: `Write ${found}${found} for a brace, or a placeholder such as {zone}.`,
  };
}
