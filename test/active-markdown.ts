const ESCAPED = /\\[!-/:-@[-`{-~]/g; // CommonMark 0.31 §2.4: a backslash and any ASCII punctuation

/**
 * Markdown without what stands in code (fenced blocks and spans, CommonMark 0.31 §4.5 and §6.1) and without escaped
 * characters: what is left is what may act. A code span that is never closed stays, as Markdown has it. In a table an
 * escaped pipe is a pipe of the cell before anything else is read (GFM §4.10).
 */
export function activeMarkdown(markdown: string): string {
  const lines: string[] = [];
  let fence = "";
  for (const line of markdown.split("\n")) {
    const run = /^(`{3,})/.exec(line)?.[1] ?? "";
    if (fence === "" && run !== "" && !line.slice(run.length).includes("`")) fence = run;
    else if (fence !== "" && run.length >= fence.length && line === run) fence = "";
    else if (fence === "") lines.push(withoutSpans(line.replaceAll("\\|", "\u00a6")).replace(ESCAPED, ""));
  }
  if (fence !== "") throw new Error("A code block is never closed");
  return lines.join("\n");
}

function withoutSpans(line: string): string {
  const runs = [...line.matchAll(/`+/g)].map(({ 0: run, index }) => ({ start: index, length: run.length }));
  let left = "";
  let at = 0;
  for (let index = 0; index < runs.length; index++) {
    const open = runs[index]!;
    if (open.start < at || isEscaped(line, open.start)) continue;
    const close = runs.findIndex(({ length }, other) => other > index && length === open.length);
    if (close === -1) continue;
    left += `${line.slice(at, open.start)}\u00b7`; // where a span stood
    at = runs[close]!.start + open.length;
    index = close;
  }
  return left + line.slice(at);
}

/** An odd number of backslashes stands before it. */
function isEscaped(line: string, at: number): boolean {
  let backslashes = 0;
  while (line[at - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}
