/** A part of a report that is shown whole, or by a line in its place, or not at all. */
export interface Block {
  /** Undefined where it is certainly too long for the limit, so that nobody need write it. */
  readonly full: string | undefined;
  /** What stands for it when it does not fit; without it only the count at the end speaks of it. */
  readonly brief?: string;
}

const SEPARATOR = "\n\n";

/**
 * Blocks in their order, as many whole as the limit allows. What does not fit is replaced by its brief form, then left
 * out, and a last line says how many parts are missing and where they are. No block is ever cut.
 *
 * @param limit in UTF-16 units
 * @param elsewhere where the whole report is, as Markdown
 */
export function fitBlocks(blocks: readonly Block[], limit: number, elsewhere: string): string {
  const whole = `${blocks.map(({ full }) => full).join(SEPARATOR)}\n`;
  const isWhole = blocks.every(({ full }) => full !== undefined);
  if (isWhole && whole.length <= limit) return whole;
  const kept: string[] = [];
  let shortened = 0;
  let left = 0;
  let room = limit - ending(blocks.length, blocks.length, elsewhere).length - SEPARATOR.length;
  for (const { full, brief } of blocks) {
    const text = [full, brief].find((form) => form !== undefined && fits(form));
    if (text === undefined) {
      left += 1;
      continue;
    }
    if (text !== full) shortened += 1;
    room -= text.length + SEPARATOR.length;
    kept.push(text);
  }
  return [...kept, ending(shortened, left, elsewhere)].join(SEPARATOR);

  function fits(text: string): boolean {
    return text.length + SEPARATOR.length <= room;
  }
}

function ending(shortened: number, left: number, elsewhere: string): string {
  const missing = [
    ...(shortened > 0 ? [`${shortened} parts are shortened`] : []),
    ...(left > 0 ? [`${left} parts are left out`] : []),
  ].join(" and ");
  return `**It did not all fit:** ${missing}. Everything is in ${elsewhere}.\n`;
}
