/**
 * A text from a zone as a Markdown code span that nothing in the text can leave: the fence is longer than any run of
 * backticks inside, a pipe cannot end a table's cell, and characters that a reader would not see, or that turn the
 * direction of writing, are shown by their code points. Whoever opens a pull request chooses such texts.
 */
export function codeSpan(text: string): string {
  if (text === "") return "";
  if (PLAIN.test(text)) return `\`${text}\``;
  const visible = showHidden(text);
  const longest = Math.max(0, ...[...visible.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(visible) ? " " : "";
  return `${fence}${pad}${visible}${pad}${fence}`.replaceAll("|", "\\|");
}

/** Nothing of it needs care; nearly all names and values are so, and there may be very many. */
const PLAIN = /^[\w./:-]+$/;

/** The text with control, format (bidirectional, zero-width) and line-breaking characters as `\u{…}`. */
export function showHidden(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text; // the usual, which takes a tenth of the time
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`,
  );
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
