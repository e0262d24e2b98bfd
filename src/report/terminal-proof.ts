import { sentence } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import type { AnswerChange, CauseGroup, Proof } from "../proof/proof.ts";
import { capital } from "./capital.ts";
import { causeSentence } from "./cause-wording.ts";
import { type CausePlace, consequenceGroups, MOST_CAUSES, placesOfCauses } from "./consequences.ts";
import { answerLines, bestExample, digLine, standsFor } from "./proof-example.ts";
import {
  defectSentences,
  modelSentence,
  notProvedSentences,
  number,
  proofSentence,
  REPORT_IT,
  sizeSentence,
} from "./proof-wording.ts";
import type { Report } from "./report.ts";
import type { Paint } from "./terminal-paint.ts";

const MOST_DEFECTS = 3; // examples; report.json has more
const MOST_REASONS = 10;
const MOST_SIZES = 5;

/** What is wrong with zonepipe itself, with the first questions that show it. */
export function defectLines(proof: Proof, paint: Paint): string[] {
  const sentences = defectSentences(proof);
  if (sentences.length === 0) return [];
  return [
    "",
    ...sentences.map((sentence) => `${paint(["bold", "red"], "defect")} ${showHidden(sentence)}.`),
    `  ${REPORT_IT}`,
    ...proof.unexplained.slice(0, MOST_DEFECTS).flatMap((one) => exampleLines(one, paint)),
    ...proof.model.disagreements
      .slice(0, MOST_DEFECTS)
      .flatMap(({ name, type, expected, got }) => [
        ...exampleLines(
          { name, type, before: expected, after: got },
          paint,
          "- of the model, + of the nameserver",
        ),
      ]),
  ];
}

/** What the proof comes to, what it does not speak for, and every consequence by its cause. */
export function proofLines(
  { proof, plan }: Pick<Report, "plan"> & { readonly proof: Proof },
  paint: Paint,
): string[] {
  const model = modelSentence(proof);
  const left = notProvedSentences(proof);
  const moreLeft = left.length - MOST_REASONS;
  const groups = consequenceGroups(proof);
  const placeOf = placesOfCauses(plan);
  const rest = groups.slice(MOST_CAUSES);
  const answers = rest.reduce((sum, { count }) => sum + count, 0);
  const { sizes } = proof;
  const moreSizes = sizes.length - MOST_SIZES;
  return [
    "",
    `${paint("bold", "Proof")} ${proofSentence(proof)}.`,
    ...(model === undefined ? [] : [`  ${model}.`]),
    ...left
      .slice(0, MOST_REASONS)
      .map((sentence) => `${paint("yellow", "not proved")} ${showHidden(sentence)}.`),
    ...(moreLeft > 0 ? [`  … and ${moreLeft} more reasons`] : []),
    ...groups.slice(0, MOST_CAUSES).flatMap((group) => causeLines(group, placeOf(group), plan, paint)),
    ...(rest.length > 0 ? [`  … and ${number(answers)} answers of ${number(rest.length)} more causes`] : []),
    ...sizes
      .slice(0, MOST_SIZES)
      .map((size) => `${paint("yellow", "size")} ${showHidden(digLine(size))}: ${sizeSentence(size)}.`),
    ...(moreSizes > 0 ? [`  … and at least ${moreSizes} more sizes`] : []),
  ];
}

function causeLines(
  group: CauseGroup,
  place: CausePlace | undefined,
  plan: Report["plan"],
  paint: Paint,
): string[] {
  const example = bestExample(group.examples);
  const instance = example && standsFor(example, plain);
  const where =
    place === undefined ? "" : `  ${place.isBefore ? "was " : ""}${place.at.file}:${place.at.line}`;
  const answers = `${number(group.count)} ${group.count === 1 ? "answer" : "answers"}`;
  const cause = sentence(causeSentence(group, plan, plain));
  return [
    `${paint("yellow", "consequence")} ${answers}: ${showHidden(cause)}${paint("dim", showHidden(where))}`,
    ...(instance === undefined ? [] : [`  ${showHidden(capital(instance))}, for example:`]),
    ...(example === undefined ? [] : exampleLines(example, paint)),
  ];
}

function exampleLines(
  example: Pick<AnswerChange, "name" | "type" | "before" | "after"> & Partial<AnswerChange>,
  paint: Paint,
  legend?: string,
): string[] {
  const lines = answerLines(example).map(({ sign, text }) => {
    const line = showHidden(`${sign} ${text}`);
    return `    ${sign === " " ? line : paint(sign === "-" ? "red" : "green", line)}`.trimEnd();
  });
  return [`  ${showHidden(digLine(example))}`, ...(legend === undefined ? [] : [`    ${legend}`]), ...lines];
}

function plain(name: string): string {
  return name;
}
