import type { Problem } from "../../dns/problem.ts";
import { isFirm, KNOWN_RULES } from "../lint/rules.ts";
import { problemRange } from "./diagnostics.ts";
import { type Frame, isFrame, type Piece } from "./pieces.ts";
import { pieceAt, placeOf } from "./place.ts";
import { type Edit, offsetOf, type Range, rangeOf } from "./range.ts";
import { piecesOf, type Workspace } from "./workspace.ts";

/** A remedy that an editor can apply. */
export interface Fix {
  readonly title: string;
  readonly problem: Problem;
  readonly edit: Edit;
  /** It is what was meant, as far as anybody can know; turning a rule off never is. */
  readonly isPreferred: boolean;
}

/**
 * Remedies of the problems in a range: what the problem's own help says to write, where it says that to the letter, and the
 * rule turned off for the record. Nothing is guessed: a help that is advice makes no remedy.
 */
export function fixesIn(workspace: Workspace, path: string, wanted: Range): readonly Fix[] {
  return workspace.problems
    .filter((problem) => problem.file === path && overlaps(problemRange(problem, workspace), wanted))
    .flatMap((problem) => [...written(workspace, problem), ...turnedOff(workspace, problem)]);
}

function written(workspace: Workspace, problem: Problem): Fix[] {
  const found = pieceOf(workspace, problem);
  if (found === undefined) return [];
  const { source, piece } = found;
  const meant = newText(problem, piece, source.text.slice(piece.start, piece.end));
  if (meant === undefined) return [];
  const edit = { path: problem.file, range: rangeOf(source, piece.start, piece.end), newText: meant };
  return [{ title: `Write ${meant}`, problem, edit, isPreferred: true }];
}

function newText({ rule, help, message }: Problem, { text }: Piece, asWritten: string): string | undefined {
  const isAbout = message.includes(JSON.stringify(text)) || message.includes(text);
  if (text === "" || !isAbout) return undefined;
  const [, meant] = /^Did you mean ("(?:[^"\\]|\\.)*")\?$/.exec(help) ?? [];
  if (meant !== undefined) return likeBefore(JSON.parse(meant) as string, asWritten); // a text, by the pattern
  const [, word] = /^Did you mean ([A-Za-z0-9-]+)\?$/.exec(help) ?? [];
  if (word !== undefined) return likeBefore(word, asWritten);
  if (!LETTER_BY_LETTER.has(rule)) return undefined;
  return /^Write ('(?:[^']|'')*'|[^\s'"`]+)\.$/.exec(help)?.[1];
}

/** Rules whose help is what to write, and nothing else. */
const LETTER_BY_LETTER: ReadonlySet<string> = new Set([
  "yaml-implicit-type",
  "name-trailing-dot",
  "name-at-sign",
]);

function likeBefore(text: string, asWritten: string): string {
  if (asWritten.startsWith('"')) return JSON.stringify(text);
  if (asWritten.startsWith("'")) return `'${text.replaceAll("'", "''")}'`;
  return text;
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
  if (source === undefined || (!zonesOf.has(problem.file) && !problem.help.startsWith("Did you")))
    return undefined;
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
