import type { SourceText } from "../zones/yaml/source-text.ts";
import { type Frame, isFrame, type Piece, type Pieces } from "./pieces.ts";
import { type Edit, rangeOf } from "./range.ts";

/** The edit that takes an item out of its list; undefined where none begins there, or where it is the only one. */
export function removal(source: SourceText, { root }: Pieces, offset: number): Edit | undefined {
  const found = itemAt(root, offset);
  if (found === undefined || found.list.items.length < 2) return undefined;
  const { list, index } = found;
  const { items } = list;
  const item = items[index]!;
  const [before, after] = [items[index - 1], items[index + 1]];
  const edit = (start: number, end: number) => ({
    ...{ path: source.file, range: rangeOf(source, start, end), newText: "" },
  });
  if (list.isFlow) return before === undefined ? edit(item.start, after!.start) : edit(before.end, item.end); // there are two items
  // In lines of their own: from the line of its dash up to that of the next one, or as far as it goes.
  const end = lineAt(source, item.end) + 1;
  const start = lineAt(source, offset);
  if (!/^[ \t]*-/.test(source.text.slice(source.lines[start], item.start))) return undefined;
  return edit(source.lines[start]!, source.lines[end] ?? source.text.length);
}

function itemAt(frame: Frame, offset: number): { readonly list: Frame; readonly index: number } | undefined {
  const index = frame.items.findIndex(({ start, end }) => start <= offset && offset < end);
  const item = frame.items[index];
  if (item === undefined) return undefined;
  if (frame.kind === "list" && item.start === offset && !isEntered(item, offset))
    return { list: frame, index };
  return isFrame(item) ? itemAt(item, offset) : undefined;
}

/** A list within begins at the same place: the item is one of that. */
function isEntered(item: Piece | Frame, offset: number): boolean {
  return isFrame(item) && item.kind === "list" && item.items[0]?.start === offset;
}

/** The line in which an offset stands, from 0. */
function lineAt({ lines }: SourceText, offset: number): number {
  let line = 0;
  while (line + 1 < lines.length && lines[line + 1]! <= offset) line += 1;
  return line;
}
