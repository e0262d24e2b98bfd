import type { SourceText } from "../zones/yaml/source-text.ts";
import { type Edit, rangeOf } from "./range.ts";

/** The lines to change so that a file becomes another text; what is the same stays untouched, and so do marks of an editor there. */
export function lineEdits(source: SourceText, after: string): readonly Edit[] {
  const before = linesOf(source.text);
  const wanted = linesOf(after);
  const offsets = [0];
  for (const line of before) offsets.push(offsets.at(-1)! + line.length); // it begins with one
  return changes(before, wanted).map(({ from, to, lines }) => ({
    path: source.file,
    range: rangeOf(source, offsets[from]!, offsets[to]!),
    newText: lines.join(""),
  }));
}

/** Lines of one text, from a first up to another, in whose place others stand. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

const MOST_CHANGES = 1_000; // lines taken and put; finding them takes the square of it

/**
 * The shortest way from one list of lines to another: the furthest that each number of changes leads on each diagonal,
 * after E. Myers, An O(ND) Difference Algorithm (1986). What is too much to find out is one change.
 */
function changes(before: readonly string[], after: readonly string[]): Change[] {
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  if (a.length === 0 && b.length === 0) return [];
  const found = shortest(a, b) ?? [{ from: 0, to: a.length, lines: b }];
  return found.map(({ from, to, lines }) => ({ from: from + head, to: to + head, lines }));
}

function shortest(a: readonly string[], b: readonly string[]): Change[] | undefined {
  const furthest = new Map([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let count = 0; count <= MOST_CHANGES; count++) {
    trace.push(new Map(furthest));
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      const isDown = isDownFrom(furthest, diagonal, count);
      let x = isDown ? furthest.get(diagonal + 1)! : furthest.get(diagonal - 1)! + 1; // the round before left both
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return backwards(trace, a, b);
    }
  }
  return undefined;
}

/** Whether a line is put here, rather than one taken. */
function isDownFrom(furthest: ReadonlyMap<number, number>, diagonal: number, count: number): boolean {
  if (diagonal === -count) return true;
  if (diagonal === count) return false;
  return furthest.get(diagonal - 1)! < furthest.get(diagonal + 1)!; // both lie inside
}

function backwards(
  trace: readonly ReadonlyMap<number, number>[],
  a: readonly string[],
  b: readonly string[],
): Change[] {
  const found: Change[] = [];
  let [x, y] = [a.length, b.length];
  for (let count = trace.length - 1; count > 0; count--) {
    const furthest = trace[count]!;
    const diagonal = x - y;
    const isDown = isDownFrom(furthest, diagonal, count);
    const start = furthest.get(isDown ? diagonal + 1 : diagonal - 1)!; // it led here
    const startY = start - (isDown ? diagonal + 1 : diagonal - 1);
    const one: Change = isDown
      ? { from: start, to: start, lines: [b[startY]!] }
      : { from: start, to: start + 1, lines: [] };
    const next = found[0];
    if (next !== undefined && next.from === one.to)
      found[0] = { from: one.from, to: next.to, lines: [...one.lines, ...next.lines] };
    else found.unshift(one);
    [x, y] = [start, startY];
  }
  return found;
}

/** Each with its line end. */
function linesOf(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n?|\n)|[^\r\n]+$/g) ?? [];
}
