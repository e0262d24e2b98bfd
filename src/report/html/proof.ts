import { sentence } from "../../../dns/problem.ts";
import type { AnswerChange, CauseGroup, Proof, SizeChange } from "../../proof/proof.ts";
import { capital } from "../capital.ts";
import { causeSentence } from "../cause-wording.ts";
import { type CausePlace, consequenceGroups, placesOfCauses } from "../consequences.ts";
import { answerLines, bestExample, digLine, standsFor } from "../proof-example.ts";
import {
  defectSentences,
  modelSentence,
  notProvedSentences,
  number,
  octetsText,
  proofSentence,
  REPORT_IT,
  sizeClause,
} from "../proof-wording.ts";
import type { Report } from "../report.ts";
import { moreLine } from "./beside.ts";
import { type Html, html, join, NOTHING } from "./markup.ts";
import { fit } from "./room.ts";
import { rowHtml, tableHtml } from "./table.ts";

/**
 * What the change does to answers: faults of ours, what was compared, what was not proved, and the answers that change, a row for
 * each cause with a question and both answers; what nobody wrote before what somebody did. Undefined where nothing was proved.
 */
export function proofParts({ proof, plan }: Report, room: number): Html | undefined {
  if (proof === undefined) return undefined;
  const consequences = consequenceGroups(proof);
  const others = proof.groups.filter((group) => !consequences.includes(group));
  const model = modelSentence(proof);
  const notProved = fit(notProvedSentences(proof), room / 8, (text) => warningCard("Not proved", text));
  return join([
    defectParts(proof, room / 8),
    html`<p>${[proofSentence(proof), ...(model === undefined ? [] : [model])].map(sentence).join(" ")}</p>
`,
    notProved.count === 0 ? NOTHING : html`<ul class="cards">${notProved.shown}</ul>`,
    moreLine(notProved.left, "reason"),
    causeTable("As a consequence: nobody wrote these answers", consequences, plan, room / 2),
    causeTable("As written", others, plan, room / 8),
    sizeTable(proof.sizes, room / 16),
  ]);
}

function defectParts(proof: Proof, room: number): Html {
  const sentences = defectSentences(proof);
  if (sentences.length === 0) return NOTHING;
  const cards = sentences.map(
    (text) =>
      html`<li class="card error"><p class="said"><span class="tag error">Defect of zonepipe</span> ${sentence(text)}</p><p class="help">${REPORT_IT}</p></li>
`,
  );
  const unexplained = fit(proof.unexplained, room / 2, (one) => rowHtml(ANSWER_HEADERS, answerCells(one)));
  const disagreed = fit(proof.model.disagreements, room / 2, ({ name, type, expected, got }) =>
    rowHtml(MODEL_HEADERS, answerCells({ name, type, before: expected, after: got })),
  );
  return join([
    html`<ul class="cards">${cards}</ul>`,
    labelled("Changed for no reason that there is", ANSWER_HEADERS, unexplained.shown),
    moreLine(unexplained.left, "answer"),
    labelled("What the model of answers says, and the nameserver", MODEL_HEADERS, disagreed.shown),
    moreLine(disagreed.left, "answer"),
  ]);
}

const ANSWER_HEADERS = ["Question", "Before", "After"];
const MODEL_HEADERS = ["Question", "The model", "The nameserver"];
const CAUSE_HEADERS = ["Answers", "Why", "A question", "Before", "After"];
const SIZE_HEADERS = ["Question", "Octets", "What that does"];

function warningCard(word: string, text: string): Html {
  return html`<li class="card warning"><p class="said"><span class="tag warning">${word}</span> ${sentence(text)}</p></li>
`;
}

/** Nothing where there is no row. */
function labelled(label: string, headers: readonly string[], rows: Html): Html {
  return rows.html === "" ? NOTHING : html`<p class="label">${label}</p>${tableHtml(label, headers, rows)}`;
}

function causeTable(label: string, groups: readonly CauseGroup[], plan: Report["plan"], room: number): Html {
  const placeOf = placesOfCauses(plan);
  const { shown, left } = fit(groups, room, (group) => {
    const cause = causeSentence(group, plan, (name) => name);
    return rowHtml(CAUSE_HEADERS, [
      html`${number(group.count)}`,
      html`${cause}${placeHtml(placeOf(group))}`,
      ...exampleCells(group),
    ]);
  });
  return html`${labelled(label, CAUSE_HEADERS, shown)}${moreLine(left, "cause")}`;
}

function placeHtml(place: CausePlace | undefined): Html {
  if (place === undefined) return NOTHING;
  const { at, isBefore } = place;
  return html` <span class="where">${isBefore ? "was " : ""}${at.file}:${at.line}</span>`;
}

/** The question that says most, with both answers; the others are folded. */
function exampleCells({ examples, count }: CauseGroup): readonly Html[] {
  const best = bestExample(examples);
  if (best === undefined) return [html`–`, html`–`, html`–`];
  const stands = standsFor(best, (name) => name);
  const others = examples.filter((one) => one !== best).slice(0, MOST_QUESTIONS);
  const more = count - 1 - others.length;
  const folded =
    others.length === 0
      ? NOTHING
      : html`<details><summary>and ${number(count - 1)} more</summary><ul>${others.map((one) => html`<li><code>${digLine(one)}</code></li>`)}${more > 0 ? html`<li>… and ${number(more)} more</li>` : NOTHING}</ul></details>`;
  const [question, ...answers] = answerCells(best);
  return [
    html`${question}${stands === undefined ? NOTHING : html`<p class="help">${capital(stands)}</p>`}${folded}`,
    ...answers,
  ];
}

const MOST_QUESTIONS = 10; // of one cause, beside the first

/** The question as dig asks it, and both answers: what is in one of them alone stands out. */
function answerCells(
  change: Pick<AnswerChange, "name" | "type" | "before" | "after"> & Partial<AnswerChange>,
): readonly Html[] {
  const lines = answerLines(change);
  const side = (own: "-" | "+") =>
    html`<ul class="answer">${lines
      .filter(({ sign }) => sign === own || sign === " ")
      .map(
        ({ sign, text }) =>
          html`<li${sign === " " ? NOTHING : own === "-" ? html` class="goes"` : html` class="comes"`}><code>${text}</code></li>`,
      )}</ul>`;
  return [html`<code>${digLine(change)}</code>`, side("-"), side("+")];
}

/** Answers that cross a size at which transports change. */
function sizeTable(sizes: readonly SizeChange[], room: number): Html {
  const { shown, left } = fit(sizes, room, (size) =>
    rowHtml(SIZE_HEADERS, [
      html`<code>${digLine(size)}</code>`,
      html`${octetsText(size)}`,
      html`${capital(sentence(sizeClause(size)))}`,
    ]),
  );
  return html`${labelled("Sizes of answers", SIZE_HEADERS, shown)}${moreLine(left, "size")}`;
}
