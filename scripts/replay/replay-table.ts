import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Finding, Replayed } from "./finding.ts";
import { type Summary, totalOf } from "./summary.ts";

const WIDTHS = [10, 10, 7, 8, 8, 8, 9, 7, 7, 7];

/** The head of the table. */
export const HEAD: string = rowOf(
  ["commit", "date", "changes", "read", "plan", "proof", "questions", "asked", "differ", "written"],
  "found",
);

/** A commit as a line; what is a defect of ours stands below it. */
export function printFinding(finding: Finding): string {
  const { commit, date } = finding.step;
  const head = [commit.slice(0, 10), date.slice(0, 10)];
  if (finding.kind !== "replayed") return `${head.join(" ")} ${finding.kind}: ${finding.reason}`;
  const { milliseconds, changes, proof } = finding;
  const times = [milliseconds.read, milliseconds.plan, milliseconds.proof].map(printTime);
  const numbers = [proof.questions, proof.asked, proof.changed, proof.asWritten].map(String);
  const line = rowOf([...head, String(changes), ...times, ...numbers], foundIn(finding).join(", "));
  return [line, ...defectsIn(finding)].join("\n");
}

/** What came of all, as lines. */
export function printSummary(summary: Summary): string {
  const { replayed, skipped, failed, unsound, changed, asWritten, consequences, dangers, medians } = summary;
  const left = changed - asWritten;
  return [
    "",
    `${replayed} commits replayed, ${skipped.length} skipped, ${failed.length} failed`,
    `${changed} answers differ: ${asWritten} as written, ${left} otherwise${listOf(consequences)}; ${dangers} dangers`,
    `medians: read ${printTime(medians.read)}, plan ${printTime(medians.plan)}, proof ${printTime(medians.proof)}`,
    ...summary.slowest.map((one) => `slowest: ${one.step.commit.slice(0, 10)} ${printTime(totalOf(one))}`),
    unsound.length === 0
      ? "Every answer that changed has its cause."
      : `DEFECTS of zonepipe in ${unsound.length} commits: ${unsound.map(({ step }) => step.commit.slice(0, 10)).join(" ")}`,
  ].join("\n");
}

function foundIn({ proof, dangers, effects, errors }: Replayed): string[] {
  const causes = [...proof.consequences].map(([kind, count]) => `${count} ${kind}`);
  return [
    ...causes,
    ...dangers.map(({ kind }) => `danger ${kind}`),
    ...(effects > 0 ? [`${effects} effects`] : []),
    ...(errors > 0 ? [`${errors} errors`] : []),
    ...proof.notProved.map(({ zone, reason }) => `not proved: ${zone ? `${printName(zone)} ` : ""}${reason}`),
  ];
}

function defectsIn({ proof: { unexplained, model } }: Replayed): string[] {
  return [
    ...unexplained.map(
      ({ name, type, before, after }) =>
        `  UNEXPLAINED ${printName(name)} ${typeName(type)}: ${onOneLine(before)} → ${onOneLine(after)}`,
    ),
    ...model.disagreements.map(
      ({ name, type, expected, got }) =>
        `  NOT AS THE MODEL SAYS ${printName(name)} ${typeName(type)}: ${onOneLine(expected)}, and got ${onOneLine(got)}`,
    ),
  ];
}

function onOneLine(text: string): string {
  return text.trim().replaceAll("\n", "; ");
}

function listOf(counts: ReadonlyMap<string, number>): string {
  const all = [...counts].map(([kind, count]) => `${count} ${kind}`);
  return all.length === 0 ? "" : ` (${all.join(", ")})`;
}

function printTime(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function rowOf(cells: readonly string[], last: string): string {
  const padded = cells.map((cell, at) => (at < 2 ? cell.padEnd(WIDTHS[at]!) : cell.padStart(WIDTHS[at]!)));
  return `${padded.join(" ")}  ${last}`.trimEnd();
}
