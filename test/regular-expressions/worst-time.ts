import { type Attack, attacksOn, textOf } from "./attack.ts";

/** What an expression takes too long for. */
export interface TooSlow {
  readonly pattern: string;
  readonly attack: Attack;
  /** Characters of the text. */
  readonly length: number;
  /** Of this thread's work. */
  readonly milliseconds: number;
}

const BRIEF = [20, 40, 80, 160, 512]; // characters: one that is exponential is found before it takes years
const LONG = 0.3; // milliseconds, for so few characters
const GROWTH = 1.1;
const SUSPECTS = 6;
const TRIES = 3;

/**
 * The attack that costs an expression more than `most` milliseconds at that length or below; undefined when there is
 * none. All attacks are tried on short texts; those that took longest are tried on the whole length.
 */
export function worstTime(
  { source, flags }: { readonly source: string; readonly flags: string },
  length: number,
  most: number,
): TooSlow | undefined {
  const expression = new RegExp(source, flags);
  const take = (attack: Attack, at: number): number => {
    const text = textOf(attack, at);
    expression.lastIndex = 0;
    const before = performance.now();
    if (expression.global) text.replace(expression, "");
    else expression.test(text);
    return performance.now() - before;
  };
  const tooSlow = (attack: Attack, at: number) => {
    // What else the machine does can only add to it: the shortest of several is the nearest to the truth.
    let milliseconds = Number.POSITIVE_INFINITY;
    for (let n = 0; n < TRIES && milliseconds > most; n++)
      milliseconds = Math.min(milliseconds, take(attack, at));
    return milliseconds > most
      ? { pattern: `/${source}/${flags}`, attack, length: at, milliseconds }
      : undefined;
  };
  const times: { readonly attack: Attack; readonly time: number }[] = [];
  for (const attack of attacksOn(source, flags)) {
    let time = 0;
    for (const at of BRIEF) {
      time = take(attack, at);
      if (time < LONG) continue;
      for (let longer = at; longer < 2 * BRIEF.at(-1)!; longer *= GROWTH) {
        const found = tooSlow(attack, longer);
        if (found !== undefined) return found;
      }
    }
    times.push({ attack, time });
  }
  times.sort((a, b) => b.time - a.time);
  for (const { attack } of times.slice(0, SUSPECTS)) {
    for (let at = BRIEF.at(-1)!; at <= length; at *= 2) {
      const found = tooSlow(attack, at);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
