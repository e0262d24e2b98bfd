import { showHidden } from "../../../dns/show-hidden.ts";

/**
 * A text from a zone as a Markdown code span that nothing in the text can leave: the fence is longer than any run of
 * backticks inside, a pipe cannot end a table's cell, and characters that a reader would not see, or that turn the
 * direction of writing, are shown by their code points. Whoever opens a pull request chooses such texts.
 */
export function codeSpan(text: string): string {
  if (text === "") return "";
  if (PLAIN.test(text)) return `\`${text}\``;
  const visible = showHidden(text);
  const fence = "`".repeat(longestRun(visible) + 1);
  const pad = /^[` ]|[` ]$/.test(visible) ? " " : "";
  return `${fence}${pad}${visible}${pad}${fence}`.replaceAll("|", "\\|");
}

/** Visible ASCII and spaces within, no backtick and no pipe; nearly all names and values are so, and may be very many. */
const PLAIN = /^(?! )[\x20-\x5f\x61-\x7b\x7d\x7e]+(?<! )$/;

/** How long the longest run of backticks in a text is; 0 where there is none. */
export function longestRun(text: string): number {
  let longest = 0;
  for (let at = text.indexOf("`"); at !== -1; ) {
    let end = at + 1;
    while (text[end] === "`") end += 1;
    longest = Math.max(longest, end - at);
    at = text.indexOf("`", end);
  }
  return longest;
}

/** A sentence of ours that may quote a user's text, safe in Markdown outside of code spans. */
export function escapeMarkdown(text: string): string {
  return showHidden(text)
    .replace(/[\\`*_{}[\]<>|~&$^]/g, "\\$&")
    .replace(/@(?=\w)/g, "@\u200b")
    .replace(/#(?=\d)/g, "#\u200b") // an issue: GitHub looks for those after Markdown is read, so a backslash is no help
    .replace(/\b(GH)-(?=\d)/gi, "$1\u200b-")
    .replace(/(https?|ftp):\/\//gi, "$1:\u200b//")
    .replace(/\bwww\./gi, "www\u200b.");
}
