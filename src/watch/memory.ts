import type { WatchPart } from "../report/watch.ts";
import { PARTS } from "../report/watch-wording.ts";
import type { Remembered } from "./course.ts";

/** A comment of HTML with what is remembered, which nobody sees where Markdown is rendered. */
export function printMemory(remembered: readonly Remembered[]): string {
  const rows = remembered.map(({ id, zone, part, since, told }) => [
    id,
    zone,
    part,
    Math.floor(since.getTime() / 1_000),
    told,
  ]);
  // What could end the comment is written as JSON may write it.
  const json = JSON.stringify(rows).replace(/[<>&]|--/g, (found) =>
    [...found].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  );
  return `${BEGINNING}${json}${END}`;
}

const BEGINNING = "<!-- zonepipe:since ";
const END = " -->";

/** Reads it out of a text, in which it is the last line that begins as it does. What cannot be read is not remembered. */
export function readMemory(text: string): Remembered[] {
  const line = text
    .split(/\r?\n/)
    .findLast((each) => each.startsWith(BEGINNING) && each.trimEnd().endsWith(END));
  if (line === undefined) return [];
  try {
    const rows: unknown = JSON.parse(line.trimEnd().slice(BEGINNING.length, -END.length));
    return Array.isArray(rows) ? rows.flatMap(readRow) : [];
  } catch {
    return [];
  }
}

function readRow(row: unknown): Remembered[] {
  if (!Array.isArray(row)) return [];
  const [id, zone, part, since, told]: unknown[] = row;
  const isRow =
    typeof id === "string" &&
    typeof zone === "string" &&
    isPart(part) &&
    typeof since === "number" &&
    Number.isFinite(new Date(since * 1_000).getTime()) &&
    typeof told === "string";
  return isRow ? [{ id, zone, part, since: new Date(since * 1_000), told }] : [];
}

function isPart(value: unknown): value is WatchPart {
  return typeof value === "string" && Object.hasOwn(PARTS, value);
}
