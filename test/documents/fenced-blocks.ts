/** A block of Markdown between fences. */
export interface FencedBlock {
  /** The first word behind the fence. */
  readonly language: string;
  /** What else stands there. */
  readonly info: string;
  readonly text: string;
  /** The line of the fence, from 1. */
  readonly line: number;
}

/** Every block of a page, also of those that stand in a list and are set in. */
export function fencedBlocks(page: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  const fence = /^( *)(`{3,})([a-z]*) *(.*)\n([\s\S]*?)^ *\2 *$/gm;
  for (const match of page.matchAll(fence)) {
    const [, indent = "", , language = "", info = "", text = ""] = match;
    const line = page.slice(0, match.index).split("\n").length;
    blocks.push({ language, info, text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""), line });
  }
  return blocks;
}
