import { styleText } from "node:util";
import { type Name, printName } from "../../dns/name.ts";
import { sentence } from "../../dns/problem.ts";
import { showHidden, showLines } from "../../dns/show-hidden.ts";
import { typeName } from "../../dns/types.ts";
import { type Danger, refused } from "../plan/dangers.ts";
import type { Effect } from "../plan/effects/effect.ts";
import { serialOf, type ZonePlan } from "../plan/plan.ts";
import type { SettingChange } from "../plan/settings.ts";
import type { VariableChange } from "../plan/variable-changes.ts";
import type { PathResult } from "../verify/types.ts";
import type { AskedDeletion } from "./asked.ts";
import { askedSubject, askedWords } from "./asked-wording.ts";
import { effectsBeside } from "./consequences.ts";
import { deploymentHeadline } from "./deployment-wording.ts";
import { headline } from "./headline.ts";
import { ownersSentence } from "./owners.ts";
import type { Report } from "./report.ts";
import { deploymentLines } from "./terminal-deployment.ts";
import { mixtureLines } from "./terminal-mixtures.ts";
import { alignColumns, type Paint } from "./terminal-paint.ts";
import { problemLines, problemSummary } from "./terminal-problems.ts";
import { defectLines, proofLines } from "./terminal-proof.ts";
import { stepLines } from "./terminal-steps.ts";
import { watchLines } from "./terminal-watch.ts";
import { variableSentence, variableValues } from "./variable-wording.ts";
import {
  type ChangeRow,
  changeRows,
  clientSentence,
  count,
  coverageSentence,
  isUnchanged,
  lateSentence,
  madeWords,
  nameInZone,
  type PathRow,
  pathRow,
  pathRows,
  questionOf,
  removedSentence,
  serialSentence,
  tries,
  unchangedSentence,
} from "./wording.ts";

/** Changes shown per zone and misses shown per path; the rest is counted. The Markdown face has them all. */
const MOST_ROWS = 20;
const MOST_NAMED = 3; // zones that do not change

/**
 * The report for a terminal: counts first, then dangers, the proof and problems, then zone by zone, then the answers. Where there
 * are very many problems, what they come to stands at the end again.
 *
 * @param colour whether to use colours and weights
 */
export function printTerminal(report: Report, colour: boolean): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
  const good = report.outcome === "fine";
  const title = report.deployment === undefined ? headline(report) : deploymentHeadline(report.deployment);
  const first = `${paint(good ? "green" : "red", good ? "✔" : "✘")} ${paint("bold", showHidden(title))}`;
  const lines = [first];
  const { proof } = report;
  if (proof !== undefined) lines.push(...defectLines(proof, paint));
  const dangers = report.review?.dangers ?? [];
  const allowed = dangers.filter((danger) => danger.allowed !== undefined);
  for (const danger of [...refused(dangers), ...allowed]) lines.push("", ...dangerLines(danger, paint));
  if (proof !== undefined) lines.push(...proofLines({ ...report, proof }, paint));
  lines.push(...problemLines(report, paint));
  for (const change of report.review?.variables ?? []) lines.push("", variableLine(change, paint));
  for (const change of report.review?.settings ?? []) lines.push("", settingLine(change, paint));
  if (report.deployment !== undefined) lines.push(...deploymentLines(report.deployment, paint));
  const zones = report.plan?.zones ?? [];
  const effects = effectsBeside(report);
  for (const zone of zones) {
    if (isUnchanged(zone)) continue;
    lines.push("", ...zoneLines(zone, report.targets, paint));
    const { origin } = zone.zone;
    if (zone.decision.kind === "first") continue;
    lines.push(...askedLines(askedOf(report, origin), paint));
    lines.push(
      ...effectLines(
        effects.filter((effect) => effect.zone === origin),
        paint,
      ),
    );
  }
  lines.push(...mixtureLines(report.review?.mixtures ?? [], paint));
  for (const zone of report.plan?.removed ?? []) {
    const was = zone.file === undefined ? "" : paint("dim", `  was ${showHidden(zone.file)}`);
    const what = `${printName(zone.origin)} is no longer there: ${removedSentence(zone)}`;
    lines.push("", `${paint("red", "-")} ${what}${was}`);
    lines.push(...askedLines(askedOf(report, zone.origin), paint));
  }
  const unchanged = zones.filter(isUnchanged);
  if (unchanged.length > 0) lines.push("", unchangedLine(unchanged));
  if (report.steps !== undefined) lines.push(...stepLines(report.steps, paint));
  const verification = report.deployment?.proof ?? report.verification;
  if (verification !== undefined) {
    const { paths, coverage } = verification;
    lines.push("", `${paint("bold", "Answers")}, ${showHidden(clientSentence(verification))}`);
    if (coverage !== undefined) lines.push(`  ${coverageSentence(coverage)}`);
    lines.push(...alignColumns(pathRows(paths).map((row) => cellsOf(row, paint))));
    for (const path of paths) lines.push(...missLines(path, paint));
  }
  if (report.watch !== undefined) lines.push(...watchLines(report.watch, paint));
  if (report.notes.length > 0)
    lines.push("", ...report.notes.map((note) => `${paint("cyan", "ℹ")} ${showHidden(note)}`));
  const summary = problemSummary(report);
  if (summary.length > 0) lines.push("", first, ...summary);
  return `${lines.join("\n")}\n`;
}

/** The zones in which nothing changes, the first of them with their serials: `2 zones do not change: …`. */
function unchangedLine(zones: readonly ZonePlan[]): string {
  const named = zones.slice(0, MOST_NAMED).map(({ zone, decision }) => {
    const serial = serialOf(decision);
    return `${printName(zone.origin)} (serial ${serial ?? "unknown"})`;
  });
  const more = zones.length - named.length;
  return `${unchangedSentence(zones.length)}: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function dangerLines({ zone, message, label, allowed }: Danger, paint: Paint): string[] {
  const how =
    allowed === undefined
      ? `A pull request needs the label ${label} for it.`
      : `Allowed by ${allowed.by} with the label ${label}.`;
  const mark = allowed === undefined ? paint(["bold", "red"], "danger") : paint("yellow", "danger");
  return [`${mark} ${printName(zone)} ${showHidden(message)}.`, `  ${showHidden(how)}`];
}

function settingLine({ zones, message }: SettingChange, paint: Paint): string {
  const [first] = zones;
  const who =
    zones.length === 1
      ? printName(first!)
      : `${printName(first!)} and ${count(zones.length - 1, "more zone")}`;
  return `${paint("yellow", "setting")} ${who} ${showHidden(message)}.`;
}

function variableLine(change: VariableChange, paint: Paint): string {
  return `${paint("yellow", "name")} ${showHidden(`${variableSentence(change)}: ${variableValues(change)}`)}`;
}

function askedOf({ asked = [] }: Report, origin: Name): readonly AskedDeletion[] {
  return asked.filter(({ zone }) => zone === origin);
}

/** How often what goes was asked for. */
function askedLines(asked: readonly AskedDeletion[], paint: Paint): string[] {
  const lines = asked
    .slice(0, MOST_ROWS)
    .map((one) => `  ${paint("cyan", "asked")} ${askedSubject(one)}: ${showHidden(askedWords(one))}`);
  const rest = asked.length - lines.length;
  return rest > 0 ? [...lines, `  … and ${rest} more`] : lines;
}

function effectLines(effects: readonly Effect[], paint: Paint): string[] {
  const rest = effects.length - MOST_ROWS;
  const lines = effects
    .slice(0, MOST_ROWS)
    .map(
      ({ zone, owner, type, message }) =>
        `  ${paint("dim", `${nameInZone(owner, zone)} ${typeName(type)}: ${showHidden(sentence(message))}`)}`,
    );
  return rest > 0 ? [...lines, `  … and ${rest} more effects`] : lines;
}

function zoneLines(zone: ZonePlan, targets: Report["targets"], paint: Paint): string[] {
  const { origin, records } = zone.zone;
  const lines = [
    `${paint("bold", printName(origin))}  ${records.length} records  serial ${showHidden(serialSentence(zone))}`,
  ];
  if (zone.changes === undefined) {
    lines.push("  what changes in it is not known");
    return lines;
  }
  if (zone.decision.kind === "first") return lines;
  const rows = zone.changes.flatMap((change) => changeRows(change, origin, targets));
  const shown = rows.slice(0, MOST_ROWS);
  const painted = shown.map((row) => [
    `  ${paint(row.sign === "+" ? "green" : row.sign === "-" ? "red" : "yellow", row.sign)}`,
    row.name,
    row.ttl,
    row.type,
    showHidden(shorten(row.value)) + (row.now === undefined ? "" : paint("dim", `  ${row.now}`)),
    placesOf(row, paint),
  ]);
  lines.push(...alignColumns(painted));
  if (rows.length > shown.length) lines.push(`  … and ${rows.length - shown.length} more`);
  const owners = ownersSentence(zone.changes);
  if (owners !== undefined) lines.push(`  ${showHidden(owners)}`);
  return lines;
}

/** Where a value is written, and where it was. */
function placesOf(row: ChangeRow, paint: Paint): string {
  const { at, wasAt } = row;
  const made = madeWords(row);
  const places = [];
  if (at !== undefined) places.push(`${made}${at.file}:${at.line}`);
  if (wasAt !== undefined) places.push(`was ${made}${wasAt.file}:${wasAt.line}`);
  return places.length === 0 ? "" : paint("dim", showHidden(places.join(", ")));
}

function cellsOf(row: PathRow, paint: Paint): string[] {
  const mark =
    row.fine === undefined ? paint("yellow", "–") : row.fine ? paint("green", "✔") : paint("red", "✘");
  const time = row.milliseconds === "" ? "" : `${row.milliseconds} ms (median / slowest)`;
  const { nameserver, transport, answers, answeredBy } = row;
  return [
    `  ${mark} ${showHidden(nameserver)}`,
    transport,
    showHidden(answers),
    time,
    showHidden(answeredBy),
  ];
}

function missLines(path: PathResult, paint: Paint): string[] {
  const { transport, ...row } = pathRow(path);
  const nameserver = showHidden(row.nameserver);
  const lines: string[] = [];
  for (const miss of path.misses.slice(0, MOST_ROWS)) {
    lines.push(
      `  ${paint("red", miss.kind)} ${questionOf(miss)} at ${nameserver} over ${transport}, ${tries(miss.attempts)}`,
      ...labelled("expected", miss.expected),
      ...labelled("got", miss.got),
    );
  }
  if (path.misses.length > MOST_ROWS) lines.push(`  … and ${path.misses.length - MOST_ROWS} more`);
  for (const late of path.notes.slice(0, MOST_ROWS)) {
    lines.push(
      `  ${paint("yellow", "late")} ${questionOf(late)} at ${nameserver} over ${transport}: ${lateSentence(late)}`,
    );
  }
  return lines;
}

/** A text of several lines beside its label. */
function labelled(label: string, text: string): string[] {
  return showLines(text)
    .split("\n")
    .map((line, index) => `    ${(index === 0 ? label : "").padEnd(8)} ${line}`);
}

function shorten(value: string): string {
  return value.length > 72 ? `${value.slice(0, 69)}…` : value;
}
