import type { Fix } from "../../dns/problem.ts";

/**
 * The one of `known` that somebody probably meant by `found`: at most two letters away (one, for up to four letters),
 * in any case. Undefined when none is.
 */
export function suggest(found: string, known: Iterable<string>): string | undefined {
  const limit = found.length <= 4 ? 1 : 2;
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - found.length) > limit) continue;
    const distance = editDistance(found.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** `Did you mean "x"?`, or the list of what is known when nothing comes near. */
export function didYouMean(found: string, known: readonly string[]): string {
  const meant = suggest(found, known);
  return meant === undefined ? `Known are ${known.join(", ")}.` : `Did you mean ${JSON.stringify(meant)}?`;
}

/** What to say of a word that nobody knows, and the one that was meant as the edit, where one comes near. */
export function meaning(
  found: string,
  known: readonly string[],
): { readonly help: string; readonly fix?: Fix } {
  const meant = suggest(found, known);
  return { help: didYouMean(found, known), ...(meant !== undefined && { fix: writing(meant) }) };
}

/** A text in the place of the one that stands there. */
export function writing(text: string): Fix {
  return { kind: "write", text };
}

/** How many letters must be put in, taken out, replaced, or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let least = Math.min(above[column]! + 1, here[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) least = Math.min(least, before[column - 2]! + 1);
      here.push(least);
    }
    before = above;
    above = here;
  }
  return above[b.length]!;
}
