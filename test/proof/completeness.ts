import { ALIAS } from "../../dns/alias-type.ts";
import { decodeMessage } from "../../dns/message.ts";
import { type Name, printName } from "../../dns/name.ts";
import { ANY } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import { namesLedTo } from "../../src/proof/led-names.ts";
import { normalForm } from "../../src/proof/normal-form.ts";
import { splitAnswers, writeQueries } from "../../src/proof/queries.ts";
import { makeQuestionSet, type ProofQuestion, type QuestionSet } from "../../src/proof/question-set.ts";
import { makeSide, type Side } from "../../src/proof/side.ts";
import { makeSymbols } from "../../src/proof/symbols.ts";
import { type AnswerAll, answererOf, filesOf } from "./answering.ts";
import { type Renaming, renamed, standFor } from "./representative.ts";
import type { ZonePair } from "./zone-pair.ts";

/** A set of questions with the nameservers of both sides. */
export interface Trial {
  readonly set: QuestionSet;
  readonly answers: readonly [AnswerAll, AnswerAll];
  /** All questions that a proof asks with this set, by `keyOfQuestion`; undefined where they are so many that it says so. */
  readonly asked: ReadonlySet<string> | undefined;
}

/** Makes the set over a pair, damaged perhaps, and asks it. */
export function makeTrial(
  { before, after }: ZonePair,
  damage: (set: QuestionSet) => QuestionSet = (set) => set,
): Trial {
  const old = makeSide(before);
  const sides: readonly [Side, Side] = [old, makeSide(after, old)];
  const set = damage(makeQuestionSet(sides, { names: MOST_NAMES }));
  const symbols = makeSymbols(sides);
  const answers = [answererOf(filesOf(sides[0], symbols)), answererOf(filesOf(sides[1], symbols))] as const;
  return { set, answers, asked: askedWith(set, answers) };
}

/** Names that DNAMEs are followed to: with more a pair takes too long. */
const MOST_NAMES = 20_000;

/** Every type with a rule of its own somewhere, and some that have none. */
const TYPES = [
  ...[
    0, 1, 2, 5, 6, 12, 15, 16, 28, 33, 39, 41, 43, 46, 47, 50, 64, 65, 99, 128, 249, 250, 251, 252, 253, 254,
    255, 257,
  ],
  ...[63, 65279, 65280, 65281, ALIAS, 65534],
];

/**
 * What is wrong with a set, as seen from questions far outside of it: one whose answer is not that of its representative, or one
 * that changes while nobody asks its representative. Undefined where nothing is.
 */
export function gapAt({ set, answers, asked }: Trial, names: readonly Name[]): string | undefined {
  if (asked === undefined) return undefined;
  const questions = names.flatMap((name) =>
    TYPES.map((type): ProofQuestion => ({ name, type, dnssec: false })),
  );
  const standing = names.flatMap((name) => standFor(set, name, TYPES));
  const representatives = standing.map(({ question }) => question);
  const forms = answers.map((answer) => ({
    far: formsOf(answer, questions, () => ITSELF),
    near: formsOf(answer, representatives, (index) => standing[index]!.names),
  }));
  for (const [index, question] of questions.entries()) {
    const representative = representatives[index]!;
    const which = `${show(question)} is represented by ${show(representative)}`;
    for (const { far, near } of forms) {
      if (far[index] !== near[index])
        return `${which}, but is answered\n${far[index]}\ninstead of\n${near[index]}`;
    }
    const hasChanged = forms[0]!.far[index] !== forms[1]!.far[index];
    if (hasChanged && !asked.has(keyOfQuestion(representative))) return `${which}, which nobody asks`;
  }
  return undefined;
}

/** Questions are the same where this is. */
function keyOfQuestion({ name, type }: ProofQuestion): string {
  return `${name} ${type}`;
}

function askedWith(set: QuestionSet, answers: readonly [AnswerAll, AnswerAll]): Set<string> | undefined {
  const names = [...set.asked()];
  const below = new Map(
    names.flatMap(({ name, below: above }) => (above === undefined ? [] : [[name, above]])),
  );
  const questions = [...names.flatMap(({ name }) => set.questionsFor(name)), ...set.metaQuestions()];
  const [was, is] = answers.map((answer) => formsOf(answer, questions, () => ITSELF));
  const changed = questions.filter((_, index) => was![index] !== is![index]).map(({ name }) => name);
  const led = namesLedTo(set, [...new Set(changed)], below, MOST_NAMES);
  if (set.isCut || led === undefined) return undefined;
  return new Set([...questions, ...[...led.keys()].flatMap(set.questionsFor)].map(keyOfQuestion));
}

const ITSELF: Renaming = { prefix: "", own: "" };

/** What the answers say, with their names changed. Most types of a name have the same, which is read once. */
function formsOf(
  answer: AnswerAll,
  questions: readonly ProofQuestion[],
  renamingOf: (index: number) => Renaming,
): string[] {
  const known = new Map<string, string>();
  return [...splitAnswers(answer(writeQueries(questions)))].map((octets, index) => {
    const renaming = renamingOf(index);
    const typeAt = HEADER + questions[index]!.name.length;
    octets[typeAt] = 0;
    octets[typeAt + 1] = 0;
    const key = `${renaming.own} ${Buffer.from(octets).toString("latin1")}`;
    let form = known.get(key);
    if (form === undefined) {
      const message = decodeMessage(octets);
      if ("fault" in message) throw new Error(`An answer cannot be read: ${message.fault}`);
      form = normalForm(renamed(message, renaming), undefined);
      known.set(key, form);
    }
    return form;
  });
}

const HEADER = 12; // octets before the question

function show({ name, type }: ProofQuestion): string {
  return `${printName(name)} ${type === ANY ? "ANY" : typeName(type)}`;
}
