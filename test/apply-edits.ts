import { type Edit, offsetAt } from "../src/lsp/range.ts";
import type { SourceText } from "../src/zones/yaml/source-text.ts";

/**
 * A text with edits made in it, as an editor makes them: all places are those of the text before.
 *
 * @throws Error where two overlap
 */
export function applyEdits(source: SourceText, edits: readonly Edit[]): string {
  const places = edits
    .map(({ range, newText }) => ({
      start: offsetAt(source, range.start),
      end: offsetAt(source, range.end),
      newText,
    }))
    .sort((a, b) => a.start - b.start);
  let text = "";
  let last = 0;
  for (const { start, end, newText } of places) {
    if (start < last || end < start) throw new Error(`Edits overlap at offset ${start}`);
    text += source.text.slice(last, start) + newText;
    last = end;
  }
  return text + source.text.slice(last);
}
