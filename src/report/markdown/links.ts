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
  return links === undefined ? text : linked(text, file, line, links);
}

/** A line of a file that the reader knows already: `L27`. A file that stands alone has no links, and names it. */
export function placeInKnown(file: string, line: number, links: Links | undefined): string {
  return links === undefined ? place(file, line, undefined, links) : linked(`L${line}`, file, line, links);
}

function linked(text: string, file: string, line: number, links: Links): string {
  const path = file
    .split("/")
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join("/")
    .replace(/[()]/g, (char) => (char === "(" ? "%28" : "%29"));
  return `[${text}](${links.repository}/blob/${links.head}/${path}#L${line})`;
}
