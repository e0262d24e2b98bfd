import type { Position as Placed } from "../../dns/problem.ts";
import { positionAt, type SourceText } from "../zones/yaml/source-text.ts";

/** A place in a text as the protocol counts: lines and UTF-16 units from 0. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** From a place up to another one. */
export interface Range {
  readonly start: Place;
  readonly end: Place;
}

/** A range in a file, by its path. */
export interface Location {
  readonly path: string;
  readonly range: Range;
}

/** A text in the place of a range. */
export interface Edit extends Location {
  readonly newText: string;
}

/** The range between two offsets. */
export function rangeOf(source: SourceText, start: number, end: number): Range {
  return { start: placeAt(source, start), end: placeAt(source, end) };
}

/** The offset of a place; one behind the end of its line is that end. */
export function offsetAt({ lines, text }: SourceText, { line, character }: Place): number {
  if (line >= lines.length) return text.length;
  const start = lines[line]!;
  const next = lines[line + 1] ?? text.length;
  return Math.min(start + Math.max(character, 0), next);
}

/** The offset of a place that counts from 1. */
export function offsetOf(source: SourceText, { line, column }: Placed): number {
  return offsetAt(source, { line: line - 1, character: column - 1 });
}

function placeAt(source: SourceText, offset: number): Place {
  const { line, column } = positionAt(source, offset);
  return { line: line - 1, character: column - 1 };
}
