import type { Random } from "../differential/random.ts";

/**
 * A text changed in one to six places: words, lines and characters are left out, doubled, swapped, or replaced by
 * words of the dictionary or by parts of another text. Characters are octets, U+0000 to U+00FF.
 */
export function mutateText(
  text: string,
  other: string,
  dictionary: readonly string[],
  random: Random,
): string {
  let changed = text;
  for (let times = 1 + random.below(6); times > 0; times--) {
    changed = random.weighted(MUTATIONS)(changed, random, dictionary, other);
  }
  return changed.slice(0, MAX_LENGTH);
}

/** Octets. Longer texts take longer and break in no other way. */
const MAX_LENGTH = 20_000;

type Mutation = (text: string, random: Random, dictionary: readonly string[], other: string) => string;

const MUTATIONS: readonly (readonly [weight: number, mutation: Mutation])[] = [
  [4, replaceWord],
  [3, insertWord],
  [2, dropWord],
  [2, swapWords],
  [2, doubleLine],
  [2, dropLine],
  [1, swapLines],
  [3, changeCharacter],
  [2, insertCharacter],
  [2, dropCharacters],
  [1, repeatWord],
  [2, splice],
  [1, cut],
];

const CHARACTERS = [
  "\0",
  "\t",
  "\r",
  "\n",
  " ",
  '"',
  "'",
  "\\",
  "(",
  ")",
  ";",
  ":",
  "#",
  "{",
  "}",
  "[",
  "]",
  "\x7f",
  "\xff",
];

function replaceWord(text: string, random: Random, dictionary: readonly string[]): string {
  return editWords(text, random, (words, at) => words.splice(at, 1, random.pick(dictionary)));
}

function insertWord(text: string, random: Random, dictionary: readonly string[]): string {
  return editWords(text, random, (words, at) => words.splice(at, 0, random.pick(dictionary), " "));
}

function dropWord(text: string, random: Random): string {
  return editWords(text, random, (words, at) => words.splice(at, 1));
}

function swapWords(text: string, random: Random): string {
  return editWords(text, random, (words, at) => {
    const to = random.below(words.length);
    [words[at], words[to]] = [words[to]!, words[at]!];
  });
}

function repeatWord(text: string, random: Random): string {
  return editWords(text, random, (words, at) => {
    words[at] = words[at]!.repeat(random.pick([2, 10, 300]));
  });
}

function doubleLine(text: string, random: Random): string {
  return editLines(text, random, (lines, at) => lines.splice(random.below(lines.length), 0, lines[at]!));
}

function dropLine(text: string, random: Random): string {
  return editLines(text, random, (lines, at) => lines.splice(at, 1));
}

function swapLines(text: string, random: Random): string {
  return editLines(text, random, (lines, at) =>
    lines.splice(random.below(lines.length), 0, ...lines.splice(at, 1)),
  );
}

function changeCharacter(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + character(random) + text.slice(at + 1);
}

function insertCharacter(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + character(random) + text.slice(at);
}

function dropCharacters(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + random.pick([1, 1, 2, 8]));
}

function splice(text: string, random: Random, _: readonly string[], other: string): string {
  const from = random.below(other.length + 1);
  const at = random.below(text.length + 1);
  return text.slice(0, at) + other.slice(from, from + random.below(400)) + text.slice(at);
}

function cut(text: string, random: Random): string {
  return text.slice(0, random.below(text.length + 1));
}

function character(random: Random): string {
  return random.chance(0.6) ? random.pick(CHARACTERS) : String.fromCharCode(random.below(256));
}

function editWords(text: string, random: Random, edit: (words: string[], at: number) => void): string {
  const words = text.split(/(\s+|(?<=[[\]{}:,"]))/);
  edit(words, random.below(words.length));
  return words.join("");
}

function editLines(text: string, random: Random, edit: (lines: string[], at: number) => void): string {
  const lines = text.split("\n");
  edit(lines, random.below(lines.length));
  return lines.join("\n");
}
