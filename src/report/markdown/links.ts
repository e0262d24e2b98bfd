import type { Position } from "../../../dns/problem.ts";
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

/**
 * A line of a file as a link to it at a commit; of a file that the reader knows already the line alone, `L27`. Where
 * there is no page to link to (a report that stands alone, a plan that starts from rendered files), file and line.
 */
export function lineAt(
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
  const path = file
    .split("/")
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join("/")
    .replace(/[()]/g, (char) => (char === "(" ? "%28" : "%29"));
  return `[${text}](${repository}/blob/${commit}/${path}#L${line})`;
}
