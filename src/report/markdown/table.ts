import { longestRun } from "./escape.ts";

/** A table. The cells are Markdown already, without line ends and without bare pipes. */
export function table(header: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [lineOf(header), lineOf(header.map(() => "---"))];
  for (const row of rows) lines.push(lineOf(row));
  return lines.join("\n");
}

function lineOf(cells: readonly string[]): string {
  return ["|", cells.join(" | "), "|"].join(" "); // one string at once: there may be very many lines
}

/** A section that the reader opens. The summary is plain text of ours. */
export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A block of code that no run of backticks inside can end. */
export function codeBlock(language: string, text: string): string {
  const fence = "`".repeat(Math.max(2, longestRun(text)) + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
