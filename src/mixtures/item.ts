import type { Name } from "../../dns/name.ts";
import type { Lifetime } from "./mixture.ts";

/** One thing that a resolver holds as a whole, as it was before the change or as it is after. */
export interface Item<T> {
  /** The same for the same thing, whoever asks for it. */
  readonly key: string;
  readonly owner: Name;
  readonly type: number;
  readonly before: T;
  readonly after: T;
  /** It makes no difference which of the two somebody has. */
  readonly isSame: boolean;
  /** For how long the old one may be held after the last server has the new one. */
  readonly life: Lifetime;
  /** The old one says that there is nothing, and may be held by those who never asked for it. */
  readonly isWideDenial?: boolean;
}

/** What was chosen of an item that differs. */
export interface Choice {
  readonly item: Item<unknown>;
  readonly side: "old" | "new";
}

/** Reads an item as one cache has it. */
export type Pick = <T>(item: Item<T>) => T;

/** How a dependency comes out for one cache. */
export interface Outcome {
  /** Undecided where others have the answer. */
  readonly verdict: "works" | "fails" | "undecided";
  /** What was looked for and not found. */
  readonly missing: readonly Name[];
}

/** A cache for which a dependency fails. */
export interface Failure {
  /** What it holds of the old, of all that was looked at. */
  readonly held: readonly Item<unknown>[];
  /** What it has of the new and that the old says otherwise. */
  readonly fresh: readonly Item<unknown>[];
  readonly missing: readonly Name[];
  /** Until the first of the old is gone. */
  readonly until: Lifetime;
}

/** A dependency is looked at for so many caches at most; one that hangs on more is beyond what a person wrote. */
const MOST_CACHES = 4_096;

/**
 * Every cache for which a dependency fails, of those that make a difference to it: it is evaluated for the new alone, then
 * again for each item that it came across with that one old, and so on. Nothing where it fails by the old alone or by the
 * new alone, for then it is no mixture that fails.
 */
export function failuresOf(evaluate: (pick: Pick) => Outcome): Failure[] {
  const now = evaluateFor(evaluate, []);
  if (now.choices.length === 0 || now.outcome.verdict === "fails") return [];
  if (evaluate((item) => item.before).verdict === "fails") return [];
  const failures: Failure[] = [];
  const open: (readonly Choice[])[] = [[]];
  for (let caches = 0; open.length > 0 && caches < MOST_CACHES; caches++) {
    const prefix = open.pop()!;
    const { outcome, choices } = evaluateFor(evaluate, prefix);
    if (outcome.verdict === "fails") failures.push(failureOf(choices, outcome));
    for (let at = prefix.length; at < choices.length; at++) {
      open.push([...choices.slice(0, at), { item: choices[at]!.item, side: "old" }]);
    }
  }
  return failures;
}

/** How a dependency fails by the new alone that works by the old alone; nothing where it does not. */
export function lossOf(evaluate: (pick: Pick) => Outcome): Failure | undefined {
  const { outcome, choices } = evaluateFor(evaluate, []);
  if (outcome.verdict !== "fails" || evaluate((item) => item.before).verdict === "fails") return undefined;
  return failureOf(choices, outcome);
}

/** Evaluates with these choices, and the new for whatever else comes across. */
function evaluateFor(
  evaluate: (pick: Pick) => Outcome,
  prefix: readonly Choice[],
): { readonly outcome: Outcome; readonly choices: readonly Choice[] } {
  const chosen = new Map<string, Choice>(prefix.map((choice) => [choice.item.key, choice]));
  const outcome = evaluate((item) => {
    if (item.isSame) return item.after;
    let choice = chosen.get(item.key);
    if (choice === undefined) {
      choice = { item, side: "new" };
      chosen.set(item.key, choice);
    }
    return choice.side === "old" ? item.before : item.after;
  });
  return { outcome, choices: [...chosen.values()] };
}

function failureOf(choices: readonly Choice[], { missing }: Outcome): Failure {
  const of = (side: Choice["side"]) =>
    choices.filter((choice) => choice.side === side).map(({ item }) => item);
  const held = of("old");
  return { held, fresh: of("new"), missing, until: shortest(held.map(({ life }) => life)) };
}

/** The least of them; unknown where one of them is. */
function shortest(lives: readonly Lifetime[]): Lifetime {
  let least = Number.POSITIVE_INFINITY;
  for (const life of lives) {
    if (life === "unknown") return "unknown";
    least = Math.min(least, life);
  }
  return least;
}
