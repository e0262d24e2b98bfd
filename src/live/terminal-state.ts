import { styleText } from "node:util";
import { printName } from "../../dns/name.ts";
import { printProblem } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { byAge, type Cause, causesOf } from "../report/causes.ts";
import { excerptAt } from "../report/excerpt.ts";
import { headline } from "../report/headline.ts";
import { otherPlacesSentence } from "../report/problem-wording.ts";
import type { Report } from "../report/report.ts";
import { alignColumns, type Paint } from "../report/terminal-paint.ts";
import { changeRows, count } from "../report/wording.ts";
import { changedIn } from "./kept-plan.ts";
import { clockTime } from "./live-page.ts";
import type { LiveState } from "./state.ts";

const MOST_PROBLEMS = 5;
const MOST_ROWS = 15;

/** A state on one screen: what was found, where to look, the first problems at their lines, the first changes. */
export function printState(state: LiveState, folder: string, url: string, colour: boolean): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
  const { report, at, took, anew } = state;
  const isFine = report.outcome === "fine";
  const mark = isFine ? paint("green", "✔") : paint("red", "✘");
  const how = `${clockTime(at)}, ${Math.round(took)} ms, ${count(anew, "zone")} read anew`;
  const lines = [
    `${mark} ${paint("bold", showHidden(headline(report)))}`,
    paint("dim", `${showHidden(folder)} at ${how}`),
    `${url}  ${servedWords(state, paint)}`,
    ...problemLines(report, paint),
    ...changeLines(report, paint),
    ...(report.notes.length === 0 ? [] : ["", ...report.notes.map((note) => paint("dim", showHidden(note)))]),
  ];
  return `${lines.join("\n")}\n`;
}

function servedWords({ served, standing }: LiveState, paint: Paint): string {
  if (served === undefined)
    return standing === "behind" ? paint("yellow", "nothing is served yet") : "the nameserver starts";
  const where = `nameserver ${served.address}:${served.port}`;
  if (standing === "behind")
    return paint("yellow", `${where} goes on with the zones of ${clockTime(served.at)}`);
  return standing === "same" ? `${where} answers this` : `${where} loads this`;
}

function problemLines(report: Report, paint: Paint): string[] {
  const { fresh, old } = byAge(report);
  const causes = causesOf(fresh).filter(({ first }) => first.severity !== "info");
  const lines = causes.slice(0, MOST_PROBLEMS).flatMap((cause) => ["", ...causeLines(cause, report, paint)]);
  const more = causes.length - MOST_PROBLEMS;
  if (more > 0) lines.push("", `… and ${count(more, "more problem")} on the page`);
  if (old.length > 0)
    lines.push("", paint("dim", `${count(old.length, "problem")} stood before this change already`));
  return lines;
}

function causeLines(cause: Cause, { texts }: Report, paint: Paint): string[] {
  const { first } = cause;
  const [what = "", help = ""] = printProblem(first).split("\n");
  const style = first.severity === "error" ? "red" : "yellow";
  const others = otherPlacesSentence(cause);
  return [
    paint(style, what),
    ...sourceLines(excerptAt(texts, first), first.line, paint),
    help,
    ...(others === undefined ? [] : [`  ${showHidden(others)}`]),
  ];
}

/** The line with its number, and a mark below the place. */
function sourceLines(excerpt: ReturnType<typeof excerptAt>, line: number, paint: Paint): string[] {
  const here = excerpt?.lines.find((one) => one.kind === "place");
  if (here === undefined) return [];
  const [before, marked, after] = [here.before, here.marked, here.after].map((part) =>
    showHidden(part.replaceAll("\t", " ")),
  );
  const number = String(line).padStart(5);
  return [
    `${paint("dim", `${number} │`)} ${before}${marked}${after}`,
    `${paint("dim", `${" ".repeat(number.length)} │`)} ${" ".repeat(before!.length)}${paint("red", "^".repeat(Math.max(1, marked!.length)))}`,
  ];
}

function changeLines({ plan }: Report, paint: Paint): string[] {
  if (plan === undefined) return [];
  const gone = plan.removed.map(({ origin }) => `  ${paint("red", "-")} ${printName(origin)} and all in it`);
  const rows: string[][] = [];
  let more = 0;
  for (const { zone, changes = [] } of changedIn(plan)) {
    for (const change of changes) {
      const own = changeRows(change, zone.origin);
      const room = Math.max(0, MOST_ROWS - rows.length);
      more += Math.max(0, own.length - room);
      for (const { sign, ttl, type, value } of own.slice(0, room)) {
        const style = sign === "+" ? "green" : sign === "-" ? "red" : "yellow";
        rows.push([
          `  ${paint(style, sign)}`,
          printName(change.owner),
          ttl,
          type,
          showHidden(shorten(value)),
        ]);
      }
    }
  }
  if (rows.length + gone.length === 0) return [];
  return [
    "",
    ...gone.slice(0, MOST_ROWS),
    ...alignColumns(rows),
    ...(more > 0 ? [`  … and ${more} more on the page`] : []),
  ];
}

function shorten(value: string): string {
  return value.length > 60 ? `${value.slice(0, 57)}…` : value;
}
