import { keyOf, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { AnswerChange } from "../proof/proof.ts";

/** The line that asks for an answer with dig, whatever characters a stranger's name has. */
export function digLine({ name, type, dnssec = false }: Asked): string {
  const asked = printName(name);
  const mnemonic = typeName(type);
  const words = /^[-+@]/.test(asked)
    ? ["-q", quotedForShell(asked), "-t", mnemonic] // dig takes it for an option otherwise
    : [quotedForShell(asked), mnemonic];
  return ["dig", ...words, ...(dnssec ? ["+dnssec"] : [])].join(" ");
}

type Asked = Pick<AnswerChange, "name" | "type"> & Partial<Pick<AnswerChange, "dnssec">>;

function quotedForShell(word: string): string {
  return /^[\w.+@:/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The example that says most: for a type that people ask for, without DO, and for a name that is written rather than one that
 * stands for those that do not exist.
 */
export function bestExample(examples: readonly AnswerChange[]): AnswerChange | undefined {
  let best: AnswerChange | undefined;
  for (const example of examples) if (best === undefined || oddity(example) < oddity(best)) best = example;
  return best;
}

function oddity(example: AnswerChange): number {
  return (
    (standsForAbsentType(example) ? 4 : 0) + (example.dnssec ? 2 : 0) + (example.below === undefined ? 0 : 1)
  );
}

/** What the question stands for, where it stands for more than itself: a clause. */
export function standsFor(example: AnswerChange, quoted: (name: string) => string): string | undefined {
  const { below } = example;
  const names =
    below === undefined ? undefined : `any name below ${quoted(printName(below))} that does not exist`;
  const types = standsForAbsentType(example) ? "any type that is not there" : undefined;
  const both = [names, types].filter((one) => one !== undefined);
  return both.length === 0 ? undefined : both.join(", and ");
}

const FIRST_PRIVATE_TYPE = 0xff00; // RFC 6895 §3.1; the set takes the first that no record has

function standsForAbsentType({ type, before, after }: AnswerChange): boolean {
  if (type < FIRST_PRIVATE_TYPE) return false;
  const record = ` IN ${typeName(type)} `;
  return !before.includes(record) && !after.includes(record);
}

/** A line of an answer: it goes, comes, or stays. */
export interface AnswerLine {
  readonly sign: "-" | "+" | " ";
  readonly text: string;
}

const MOST_LINES = 8; // of an example
const MOST_CHARACTERS = 100; // of a line

/**
 * What was answered and what is, line by line, as a difference. The owner is left out where it is the name asked for. Long
 * answers are cut, and what is left out is counted.
 */
export function answerLines({
  name,
  before,
  after,
}: Pick<AnswerChange, "name" | "before" | "after">): AnswerLine[] {
  const was = linesOf(before);
  const is = linesOf(after);
  const lines: AnswerLine[] = [
    ...was.map((text): AnswerLine => ({ sign: is.includes(text) ? " " : "-", text })),
    ...is.filter((text) => !was.includes(text)).map((text): AnswerLine => ({ sign: "+", text })),
  ];
  const changed = lines.filter(({ sign }) => sign !== " ");
  // The same records in other sections or another order, or other flags.
  if (changed.length === 0) return [{ sign: " ", text: "the same records, differently answered" }];
  // Of both sides something is shown, and of what stays as much as there is room for.
  const goes = changed.filter(({ sign }) => sign === "-").slice(0, MOST_LINES / 2);
  const comes = changed.filter(({ sign }) => sign === "+").slice(0, MOST_LINES - goes.length);
  const stays = lines.filter(({ sign }) => sign === " ").slice(0, MOST_LINES - goes.length - comes.length);
  const shown = new Set([...goes, ...comes, ...stays]);
  const more = lines.length - shown.size;
  return [
    ...lines.filter((line) => shown.has(line)),
    ...(more > 0
      ? [{ sign: " ", text: `… and ${more} more ${more === 1 ? "line" : "lines"}` } as const]
      : []),
  ];

  function linesOf(answer: string): string[] {
    return answer.split("\n").map((line) => cut(withoutOwner(line)));
  }

  function withoutOwner(line: string): string {
    const [, owner, ttl, rest] = /^(\S+) (\d+) IN (.*)$/.exec(line) ?? [];
    if (owner === undefined) return line;
    return owner === printName(name) || owner === printName(keyOf(name))
      ? `${ttl} ${rest}`
      : `${owner} ${ttl} ${rest}`;
  }
}

function cut(line: string): string {
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS - 1).toWellFormed()}…`;
}
