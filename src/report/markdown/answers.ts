import type { Plan } from "../../plan/plan.ts";
import type { Miss, PathResult, Verification } from "../../verify/types.ts";
import { clientSentence, coverageSentence, lateSentence, pathRows, questionOf } from "../wording.ts";
import { changedAnswers } from "./changed-answers.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";
import { folded, table } from "./table.ts";

/**
 * What was answered for what changes; who answered, and how long it took; every answer that is not what the zone says.
 *
 * @param plan what changes, where that is to be shown
 */
export function answersSection(verification: Verification, plan?: Plan): Block & { readonly full: string } {
  const { paths, coverage } = verification;
  const rows = pathRows(paths).map((row) => [
    row.fine === undefined ? "–" : row.fine ? "✅" : "❌",
    codeSpan(row.nameserver),
    row.transport,
    escapeMarkdown(row.answers),
    row.milliseconds,
    codeSpan(row.answeredBy),
  ]);
  const header = ["", "nameserver", "transport", "answers", "ms (median / slowest)", "answered by"];
  const how = [capital(clientSentence(verification)), ...(coverage ? [coverageSentence(coverage)] : [])];
  const sentences = how.map((sentence) => `${escapeMarkdown(sentence)}.`).join(" ");
  const isRight = paths.every(({ passed, asked, notAsked }) => notAsked === undefined && passed === asked);
  const shown = isRight ? folded("✅ Every answer, by nameserver", table(header, rows)) : table(header, rows);
  const changed = plan && changedAnswers(plan, verification);
  const blocks = [["### Answers", sentences, ...(changed ? [changed] : []), shown].join("\n\n")];
  const misses = paths.flatMap((path) => path.misses.map((miss) => missCells(miss, path)));
  if (misses.length > 0) {
    blocks.push(table(["what", "question", "asked", "expected", "got", "tries"], misses));
  }
  const late = paths.flatMap((path) =>
    path.notes.map(
      (note) => `- Late: ${codeSpan(questionOf(note))} from ${pathName(path)}: ${lateSentence(note)}.`,
    ),
  );
  if (late.length > 0) blocks.push(late.join("\n"));
  const brief = blocks[0]!;
  return { full: blocks.join("\n\n"), ...(blocks.length > 1 ? { brief } : {}) };
}

function missCells(miss: Miss, path: PathResult): string[] {
  const { kind, expected, got, attempts } = miss;
  return [
    kind,
    codeSpan(questionOf(miss)),
    pathName(path),
    codeLines(expected),
    codeLines(got),
    String(attempts),
  ];
}

function pathName({ nameserver, transport }: PathResult): string {
  return codeSpan(`${nameserver.name} ${transport.toUpperCase()}`);
}

function codeLines(text: string): string {
  return text.split("\n").map(codeSpan).join("<br>");
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
