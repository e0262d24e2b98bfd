import { printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import type { ZonePlan } from "../plan/plan.ts";
import type { Miss, PathResult, Verification } from "../verify/types.ts";
import { codeSpan, escapeMarkdown } from "./code-span.ts";
import type { Report } from "./report.ts";
import {
  changeRows,
  clientSentence,
  count,
  headline,
  lateSentence,
  pathRow,
  questionOf,
  serialSentence,
} from "./wording.ts";

/** The report as GitHub-flavoured Markdown. Nothing that a zone says can leave its code span. */
export function printMarkdown(report: Report): string {
  const { outcome, problems, plan, verification, notes } = report;
  const blocks = [`## ${outcome === "fine" ? "✅" : "❌"} ${escapeMarkdown(headline(report))}`];
  if (problems.length > 0) blocks.push(problemTable(problems));
  for (const zone of plan?.zones ?? []) blocks.push(zoneSection(zone));
  for (const { origin, records } of plan?.removed ?? []) {
    blocks.push(`### ${codeSpan(printName(origin))}\n\n❌ No longer there: ${count(records, "record")} go.`);
  }
  if (verification !== undefined) blocks.push(verificationSection(verification));
  if (notes.length > 0) blocks.push(notes.map((note) => `- ${escapeMarkdown(note)}`).join("\n"));
  return `${blocks.join("\n\n")}\n`;
}

function problemTable(problems: readonly Problem[]): string {
  const rows = problems.map(({ severity, file, line, column, message, help, rule, source }) => [
    { error: "❌ error", warning: "⚠️ warning", info: "ℹ️ info" }[severity],
    codeSpan(`${file}:${line}:${column}`),
    `${escapeMarkdown(message)}.<br>${escapeMarkdown(help)}`,
    `${codeSpan(rule)}${source === undefined ? "" : `<br>${escapeMarkdown(source)}`}`,
  ]);
  return `### Problems\n\n${table(["", "where", "what", "rule"], rows)}`;
}

function zoneSection(plan: ZonePlan): string {
  const { origin, records } = plan.zone;
  const title = `### ${codeSpan(printName(origin))}\n\n${count(records.length, "record")}, serial ${escapeMarkdown(serialSentence(plan))}.`;
  if (plan.changes === undefined)
    return `${title} Changes are not known: the published records were not seen.`;
  const rows = plan.changes.flatMap((change) => changeRows(change, origin));
  if (rows.length === 0) return title;
  const body = table(
    ["", "name", "type", "TTL", "value", "where"],
    rows.map(({ sign, name, type, ttl, value, place }) => [
      sign === "-" ? "−" : sign,
      codeSpan(name),
      type,
      ttl,
      codeSpan(value),
      codeSpan(place),
    ]),
  );
  // All of a new zone is new: fold it, so that what changed elsewhere stays in sight.
  if (plan.decision.kind !== "first") return `${title}\n\n${body}`;
  return `${title}\n\n<details><summary>${count(rows.length, "value")}</summary>\n\n${body}\n\n</details>`;
}

function verificationSection(verification: Verification): string {
  const rows = verification.paths
    .map(pathRow)
    .map((row) => [
      row.fine === undefined ? "–" : row.fine ? "✅" : "❌",
      codeSpan(row.nameserver),
      row.transport,
      escapeMarkdown(row.answers),
      row.milliseconds,
      codeSpan(row.answeredBy),
    ]);
  const header = ["", "nameserver", "transport", "answers", "ms (median / slowest)", "answered by"];
  const blocks = [
    `### Answers\n\n${escapeMarkdown(capital(clientSentence(verification)))}.\n\n${table(header, rows)}`,
  ];
  const misses = verification.paths.flatMap((path) => path.misses.map((miss) => missCells(miss, path)));
  if (misses.length > 0) {
    blocks.push(table(["what", "question", "asked", "expected", "got", "tries"], misses));
  }
  const late = verification.paths.flatMap((path) =>
    path.notes.map(
      (note) => `- Late: ${codeSpan(questionOf(note))} from ${pathName(path)}: ${lateSentence(note)}.`,
    ),
  );
  if (late.length > 0) blocks.push(late.join("\n"));
  return blocks.join("\n\n");
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

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
