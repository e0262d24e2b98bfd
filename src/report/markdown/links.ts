import type { Position } from "../../../dns/problem.ts";
import { type ChangeRow, madeWords } from "../wording.ts";
import { codeSpan } from "./escape.ts";

/** Where the things are that a report links to. */
export interface Links {
  /** `https://github.com/OWNER/REPO` */
  readonly repository: string;
  /** The commit whose files the report names. */
  readonly head: string;
  /** The page of the run that made the report. */
  readonly run: string;
}

/** A place in a file, as a link to that line at the head commit where there is somewhere to link to. */
export function place(
  file: string,
  line: number,
  column: number | undefined,
  links: Links | undefined,
): string {
  const text = codeSpan(column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`);
  return links === undefined ? text : linked(text, file, line, links.repository, links.head);
}

/** Where a value is written at the head, and where it was at the base. Of a file that is `known` the line alone. */
export function placesOf(
  row: ChangeRow,
  known: string,
  base: string | undefined,
  links: Links | undefined,
): string {
  const { at, wasAt } = row;
  const made = madeWords(row);
  const places = [];
  if (at !== undefined) places.push(`${made}${lineAt(at, known, links?.head, links)}`);
  if (wasAt !== undefined) places.push(`was ${made}${lineAt(wasAt, known, base, links)}`);
  return places.join(", ");
}

/** A place at a commit, as a link to its line there where there is a page. */
export function placeAt(at: Position, commit: string | undefined, links: Links | undefined): string {
  return lineAt(at, "", commit, links);
}

/** A file, or a folder, as a link to it at a commit. */
export function fileAt(file: string, commit: string | undefined, links: Links | undefined): string {
  if (links === undefined || commit === undefined) return codeSpan(file);
  return `[${codeSpan(file)}](${links.repository}/blob/${commit}/${encoded(file)})`;
}

/**
 * A line of a file as a link to it at a commit; of a file that the reader knows already the line alone, `L27`. Where
 * there is no page to link to (a report that stands alone, a plan that starts from rendered files), file and line.
 */
function lineAt(
  { file, line }: Position,
  known: string,
  commit: string | undefined,
  links: Links | undefined,
): string {
  const text = codeSpan(`${file}:${line}`);
  if (links === undefined || commit === undefined) return text;
  return linked(file === known ? `L${line}` : text, file, line, links.repository, commit);
}

function linked(text: string, file: string, line: number, repository: string, commit: string): string {
  return `[${text}](${repository}/blob/${commit}/${encoded(file)}#L${line})`;
}

function encoded(file: string): string {
  return file
    .split("/")
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join("/")
    .replace(/[()]/g, (char) => (char === "(" ? "%28" : "%29"));
}
