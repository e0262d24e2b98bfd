import type { Position } from "../../dns/problem.ts";
import { trimEndOf } from "../../dns/trim-end.ts";
import type { SourceText } from "../zones/yaml/source-text.ts";

/** Lines of a file around a place. */
export interface Excerpt {
  /** Number of the first of the lines, from 1. */
  readonly first: number;
  readonly lines: readonly ExcerptLine[];
}

/** A line, the one with the place in three parts. Long lines are cut; `…` stands where something is missing. */
export type ExcerptLine =
  | { readonly kind: "beside"; readonly text: string }
  | { readonly kind: "place"; readonly before: string; readonly marked: string; readonly after: string };

/** The texts of the files that a run has read, by the paths that problems name. */
export type Texts = ReadonlyMap<string, SourceText>;

const AROUND = 2; // lines above and below
const MOST_CHARACTERS = 160; // of a line
const LEAD = 60; // characters before the place, where a line is cut

/** The lines around a place; undefined where nobody has the text, or it has no such line. */
export function excerptAt(texts: Texts | undefined, at: Position): Excerpt | undefined {
  const source = texts?.get(at.file);
  if (source === undefined || at.line < 1 || at.line > source.lines.length) return undefined;
  const first = Math.max(1, at.line - AROUND);
  const last = Math.min(source.lines.length, at.line + AROUND);
  const lines: ExcerptLine[] = [];
  for (let line = first; line <= last; line++) {
    const text = lineOf(source, line);
    if (line === last && line > at.line && text === "") break; // behind the last end of line is none
    lines.push(line === at.line ? placeIn(text, at.column) : { kind: "beside", text: shorten(text) });
  }
  return { first, lines };
}

function lineOf({ text, lines }: SourceText, line: number): string {
  return trimEndOf(text.slice(lines[line - 1], lines[line]), "\r\n");
}

/** A place ends where the word or the quoted text does that begins there. */
function placeIn(text: string, column: number): ExcerptLine {
  const start = Math.min(Math.max(column - 1, 0), text.length);
  const rest = text.slice(start);
  const [marked = ""] = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,\]}#:]+:?|\S)/.exec(rest) ?? [];
  const from = text.length > MOST_CHARACTERS ? Math.max(0, start - LEAD) : 0;
  const room = Math.max(0, MOST_CHARACTERS - (start - from) - marked.length);
  return {
    kind: "place",
    before: `${from > 0 ? "…" : ""}${text.slice(from, start)}`,
    marked: shorten(marked),
    after: shorten(rest.slice(marked.length), room),
  };
}

function shorten(text: string, most = MOST_CHARACTERS): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
