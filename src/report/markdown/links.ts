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
  if (links === undefined) return text;
  const path = file
    .split("/")
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join("/")
    .replace(/[()]/g, (char) => (char === "(" ? "%28" : "%29"));
  return `[${text}](${links.repository}/blob/${links.head}/${path}#L${line})`;
}
