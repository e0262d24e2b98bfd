/**
 * A long text in several lines that are the same text: broken at spaces with `>-` where all words are short enough, else in
 * double quotes, where a backslash at the end of a line joins it with the next (YAML 1.2 §7.3.1, §8.1.3).
 *
 * @param indent how far the further lines are set in
 * @param column how many characters stand before the first line
 */
export function fold(
  text: string,
  indent: number,
  column: number,
  width: number,
): { readonly lines: readonly string[]; readonly isBlock: boolean } {
  const margin = " ".repeat(indent);
  const words = text.split(" ");
  const room = Math.max(width - indent, LEAST);
  if (words.every((word) => word !== "" && word.length <= room)) {
    const lines = joinWords(words, room).map((line) => margin + line);
    return { lines: [">-", ...lines], isBlock: true };
  }
  const lines: string[] = [];
  let line = "";
  // The backslash at the end of a line takes a column, and so does the quote at its beginning.
  let left = Math.max(width - column - 2, LEAST);
  const flush = () => {
    lines.push(`${line}\\`);
    line = "";
    left = room - 1;
  };
  for (const word of text.split(/(?<= )(?! )/)) {
    if (line !== "" && line.length + escaped(word).length > left && word.length <= room) flush();
    for (const char of word) {
      const piece = escaped(char);
      if (line.length + piece.length > left) flush();
      // A blank at the beginning of a line would be taken for its indentation.
      line += line === "" && char === " " && lines.length > 0 ? "\\ " : piece;
    }
  }
  lines.push(`${line}"`);
  return { lines: lines.map((each, at) => (at === 0 ? `"${each}` : margin + each)), isBlock: false };
}

const LEAST = 20; // characters of a line, however far it is set in

function escaped(text: string): string {
  return text.replace(/["\\]/g, "\\$&");
}

function joinWords(words: readonly string[], room: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
