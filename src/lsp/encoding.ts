import type { SourceText } from "../zones/yaml/source-text.ts";
import type { Place, Range } from "./range.ts";

/** How an editor counts within a line. Here it is UTF-16 units. */
export type Encoding = "utf-16" | "utf-8";

/** Which of those that an editor offers it gets: UTF-8, where it can count so. */
export function encodingFor(offered: readonly string[] | undefined): Encoding {
  return offered?.includes("utf-8") === true ? "utf-8" : "utf-16";
}

/** A range as the editor counts. */
export function rangeOut(source: SourceText | undefined, range: Range, encoding: Encoding): Range {
  if (encoding === "utf-16" || source === undefined) return range;
  return { start: placeOut(source, range.start), end: placeOut(source, range.end) };
}

/** A place as it is counted here. */
export function placeIn(source: SourceText | undefined, place: Place, encoding: Encoding): Place {
  if (encoding === "utf-16" || source === undefined) return place;
  return { line: place.line, character: unitsOf(lineOf(source, place.line), place.character) };
}

/** How many UTF-16 units the first octets of a line are; what ends within a character ends before it. */
export function unitsOf(line: string, octets: number): number {
  let left = octets;
  let units = 0;
  for (const char of line) {
    left -= Buffer.byteLength(char);
    if (left < 0) return units;
    units += char.length;
  }
  return units;
}

function placeOut(source: SourceText, { line, character }: Place): Place {
  return { line, character: Buffer.byteLength(lineOf(source, line).slice(0, character)) };
}

function lineOf({ text, lines }: SourceText, line: number): string {
  const start = lines[line];
  return start === undefined ? "" : text.slice(start, lines[line + 1]);
}
