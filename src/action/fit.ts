/**
 * Markdown made to fit: whole blocks are left out from the end (a block is a heading, a table, a paragraph, a folded
 * section), never a part of one, and a last line says what is missing.
 *
 * @param limit in characters (UTF-16 units, of which there are never fewer than GitHub counts)
 * @param where the rest is, as in "the job summary"
 */
export function fit(markdown: string, limit: number, where: string): string {
  if (markdown.length <= limit) return markdown;
  const blocks = blocksOf(markdown);
  const kept: string[] = [];
  let room = limit - note(blocks.length, where).length;
  for (const block of blocks) {
    room -= block.length + SEPARATOR.length;
    if (room < 0) break;
    kept.push(block);
  }
  return [...kept, note(blocks.length - kept.length, where)].join(SEPARATOR);
}

const SEPARATOR = "\n\n";

function note(left: number, where: string): string {
  return `**${left} more parts did not fit here.** The whole report is in ${where}.\n`;
}

/** Blocks are divided by empty lines; a folded section with everything in it is one. */
function blocksOf(markdown: string): string[] {
  const blocks: string[] = [];
  let depth = 0;
  for (const part of markdown.trimEnd().split(SEPARATOR)) {
    if (depth === 0) blocks.push(part);
    else blocks.push(`${blocks.pop()}${SEPARATOR}${part}`);
    depth += countOf(part, "<details>") - countOf(part, "</details>");
  }
  return blocks;
}

function countOf(text: string, tag: string): number {
  return text.split(tag).length - 1;
}
