import type { Problem } from "../../dns/problem.ts";
import { isFirm, KNOWN_RULES } from "../lint/rules.ts";
import { problemRange } from "./diagnostics.ts";
import { piecesOf } from "./kept-pieces.ts";
import { type Frame, isFrame, type Piece } from "./pieces.ts";
import { pieceAt, placeOf } from "./place.ts";
import { printText } from "./print-text.ts";
import { type Edit, offsetOf, type Range, rangeOf } from "./range.ts";
import { removal } from "./removal.ts";
import type { Workspace } from "./workspace.ts";

/** A remedy that an editor can apply. */
export interface Fix {
  readonly title: string;
  readonly problem: Problem;
  readonly edit: Edit;
  /** It is what was meant, as far as anybody can know; turning a rule off never is. */
  readonly isPreferred: boolean;
}

/**
 * Remedies of the problems in a range: the edit that the rule is certain of, and the rule turned off for the record. Nothing is
 * guessed: a help that is advice makes no remedy.
 */
export function fixesIn(workspace: Workspace, path: string, wanted: Range): readonly Fix[] {
  return workspace.problems
    .filter((problem) => problem.file === path && overlaps(problemRange(problem, workspace), wanted))
    .flatMap((problem) => [...mended(workspace, problem), ...turnedOff(workspace, problem)]);
}

function mended(workspace: Workspace, problem: Problem): Fix[] {
  const { fix, file } = problem;
  const source = workspace.texts.get(file);
  if (fix === undefined || source === undefined) return [];
  const offset = offsetOf(source, problem);
  switch (fix.kind) {
    case "write": {
      const piece = pieceAt(piecesOf(source), offset);
      if (piece?.start !== offset) return [];
      const newText = printText(fix.text, source.text.slice(piece.start, piece.end));
      const edit = { path: file, range: rangeOf(source, piece.start, piece.end), newText };
      return [{ title: `Write ${newText}`, problem, edit, isPreferred: true }];
    }
    case "remove": {
      const edit = removal(source, piecesOf(source), offset);
      return edit === undefined ? [] : [{ title: "Remove it", problem, edit, isPreferred: true }];
    }
    default:
      return fix satisfies never;
  }
}

function turnedOff(workspace: Workspace, problem: Problem): Fix[] {
  const { rule } = problem;
  const found = pieceOf(workspace, problem);
  if (found === undefined || !KNOWN_RULES.has(rule) || isFirm(rule)) return [];
  const { source, piece } = found;
  const record = recordOf(piece);
  // What stands there already is for people to continue.
  if (record === undefined || record.entries.size === 0 || record.entries.has("zonepipe")) return [];
  const entry = `zonepipe: {disable: [{rule: ${rule}, reason: ${REASON}}]}`;
  const last = [...record.entries.values()].at(-1)!; // it has entries
  const end = Math.max(last.key.end, last.value?.end ?? 0);
  const eol = source.text.includes("\r\n") ? "\r\n" : "\n";
  const first = [...record.entries.values()][0]!.key.start;
  const column = rangeOf(source, first, first).start.character;
  if (!record.isFlow && last.value === undefined) return [];
  const newText = record.isFlow ? `, ${entry}` : `${eol}${" ".repeat(column)}${entry}`;
  const at = record.isFlow ? end : lineEnd(source.text, end);
  const edit = { path: problem.file, range: rangeOf(source, at, at), newText };
  return [{ title: `Turn ${rule} off for this record, with a reason`, problem, edit, isPreferred: false }];
}

const REASON = "say why it does not apply";

function recordOf(piece: Piece): Frame | undefined {
  const place = placeOf(piece);
  if ("record" in place) return place.record;
  const value = place.kind === "owner" ? piece.within.entries.get(piece.text)?.value : undefined;
  return isFrame(value) && value.kind === "map" ? value : undefined;
}

function pieceOf({ texts, zonesOf }: Workspace, problem: Problem) {
  const source = texts.get(problem.file);
  if (source === undefined || !zonesOf.has(problem.file)) return undefined;
  const offset = offsetOf(source, problem);
  const piece = pieceAt(piecesOf(source), offset);
  return piece?.start === offset ? { source, piece } : undefined;
}

function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at += 1;
  return at;
}

function overlaps(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range["start"], b: Range["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
