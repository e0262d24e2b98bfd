import { showHidden } from "../../../dns/show-hidden.ts";
import type { AnswerChange, CauseGroup, Proof } from "../../proof/proof.ts";
import { capital } from "../capital.ts";
import { causeSentence } from "../cause-wording.ts";
import { type CausePlace, consequenceGroups, MOST_CAUSES, placesOfCauses } from "../consequences.ts";
import { answerLines, bestExample, digLine, standsFor } from "../proof-example.ts";
import {
  consequencesOf,
  defectSentences,
  modelSentence,
  notProvedSentences,
  number,
  proofSentence,
  REPORT_IT,
  sizeSentence,
} from "../proof-wording.ts";
import type { Report } from "../report.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";
import { type Links, placeAt } from "./links.ts";
import { codeBlock, folded } from "./table.ts";

/** What is wrong with zonepipe itself, before everything else; undefined where nothing is. */
export function defectSection(proof: Proof): string | undefined {
  const sentences = defectSentences(proof);
  if (sentences.length === 0) return undefined;
  const shown = proof.unexplained.slice(0, MOST_DEFECTS).map((one) => exampleBlock(one));
  const disagreed = proof.model.disagreements
    .slice(0, MOST_DEFECTS)
    .map(({ name, type, expected, got }) =>
      codeBlock(
        "diff",
        linesOf({ name, type, before: expected, after: got }, "of the model", "of the nameserver"),
      ),
    );
  const alert = [
    "> [!CAUTION]",
    "> **A defect of zonepipe**",
    ...sentences.map((sentence) => `> - ${escapeMarkdown(sentence)}.`),
    ">",
    `> ${escapeMarkdown(REPORT_IT)}`,
  ].join("\n");
  return [alert, ...shown, ...disagreed].join("\n\n");
}

const MOST_DEFECTS = 3; // examples; report.json has more

/** What the proof comes to, and what it does not speak for. */
export function proofLine(proof: Proof): string {
  const model = modelSentence(proof);
  const sentences = [proofSentence(proof), ...(model === undefined ? [] : [model])];
  const line = sentences.map((sentence) => `${escapeMarkdown(sentence)}.`).join(" ");
  const left = notProvedSentences(proof);
  if (left.length === 0) return line;
  const more = left.length - MOST_REASONS;
  return [
    line,
    "",
    "> [!WARNING]",
    "> **Not proved**",
    ...left.slice(0, MOST_REASONS).map((sentence) => `> - ${escapeMarkdown(sentence)}.`),
    ...(more > 0 ? [`> - … and ${more} more.`] : []),
  ].join("\n");
}

const MOST_REASONS = 10;

/** Every answer that changes though nobody wrote so, by its cause, and answers that no longer fit; undefined without any. */
export function consequenceSection(
  report: Pick<Report, "plan" | "base"> & { readonly proof: Proof },
  links: Links | undefined,
): Block | undefined {
  const { proof, plan } = report;
  const parts: string[] = [];
  const groups = consequenceGroups(proof);
  const total = consequencesOf(proof);
  const title =
    total === 0
      ? "### How a zone is signed changes its answers"
      : `### ${number(total)} ${total === 1 ? "answer changes" : "answers change"} as a consequence`;
  if (groups.length > 0) {
    const placeOf = placesOfCauses(plan);
    const told = groups.slice(0, MOST_CAUSES).map((group) => causePart(group, placeOf(group), report, links));
    const inSight = told.slice(0, MOST_IN_SIGHT);
    const others = told.slice(MOST_IN_SIGHT);
    const rest = groups.slice(MOST_CAUSES);
    const answers = rest.reduce((sum, { count }) => sum + count, 0);
    parts.push(title, ...inSight);
    if (others.length > 0)
      parts.push(
        folded(`${others.length} more ${others.length === 1 ? "cause" : "causes"}`, others.join("\n\n")),
      );
    if (rest.length > 0)
      parts.push(
        `… and ${number(answers)} answers of ${number(rest.length)} more ${rest.length === 1 ? "cause" : "causes"}.`,
      );
  }
  if (proof.sizes.length > 0) parts.push(sizePart(proof));
  if (parts.length === 0) return undefined;
  const brief = groups.length === 0 ? undefined : `${title}\n\nThe list is too long for this place.`;
  return { full: parts.join("\n\n"), ...(brief !== undefined && { brief }) };
}

const MOST_IN_SIGHT = 6;
const MOST_SIZES = 5;

function causePart(
  group: CauseGroup,
  place: CausePlace | undefined,
  { plan, base }: Pick<Report, "plan" | "base">,
  links: Links | undefined,
): string {
  const where =
    place === undefined
      ? ""
      : ` · ${place.isBefore ? `was ${placeAt(place.at, base, links)}` : placeAt(place.at, links?.head, links)}`;
  const answers = `${number(group.count)} ${group.count === 1 ? "answer" : "answers"}`;
  const example = bestExample(group.examples);
  const instance = example && standsFor(example, codeSpan);
  const head = `**${answers}:** ${causeSentence(group, plan, codeSpan)}${where}`;
  return [
    instance === undefined ? head : `${head}<br>\n${capital(instance)}, for example:`,
    ...(example === undefined ? [] : [exampleBlock(example)]),
  ].join("\n\n");
}

/** The question as dig asks it, and what is answered before and after. */
function exampleBlock(example: AnswerChange): string {
  return codeBlock("diff", linesOf(example));
}

function linesOf(
  example: Pick<AnswerChange, "name" | "type" | "before" | "after"> & Partial<AnswerChange>,
  before?: string,
  after?: string,
): string {
  const titles = before === undefined ? [] : [`# - ${before}, + ${after}`];
  const lines = answerLines(example).map(({ sign, text }) => `${sign} ${text}`);
  return [digLine(example), ...titles, ...lines].map(showHidden).join("\n");
}

/** Answers that cross a size at which transports change. */
function sizePart({ sizes }: Proof): string {
  const shown = sizes
    .slice(0, MOST_SIZES)
    .map((size) => `- ${codeSpan(digLine(size))}: ${escapeMarkdown(sizeSentence(size))}.`);
  const more = sizes.length - shown.length;
  return [
    "### Sizes of answers",
    [...shown, ...(more > 0 ? [`- … and at least ${more} more.`] : [])].join("\n"),
  ].join("\n\n");
}
