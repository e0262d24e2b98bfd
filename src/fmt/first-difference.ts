/** Where two texts begin to differ. */
export interface Difference {
  /** Of the first text, from 1. */
  readonly line: number;
  /** A few lines of both, with `-` and `+` before them. */
  readonly shown: readonly string[];
}

/** The first lines in which a text differs from another; undefined where both are the same. */
export function firstDifference(before: string, after: string): Difference | undefined {
  if (before === after) return undefined;
  const [old, next] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (old[start] === next[start]) start += 1;
  let same = 0;
  while (same < Math.min(old.length, next.length) - start && old.at(-1 - same) === next.at(-1 - same))
    same += 1;
  return {
    line: start + 1,
    shown: [
      ...some(old.slice(start, old.length - same), "-"),
      ...some(next.slice(start, next.length - same), "+"),
    ],
  };
}

const SHOWN = 3; // lines of each side

function some(lines: readonly string[], sign: string): string[] {
  const shown = lines.slice(0, SHOWN).map((line) => `${sign} ${line.replace(/\r$/, "")}`);
  return lines.length > SHOWN ? [...shown, `${sign} …`] : shown;
}
