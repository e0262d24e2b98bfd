import type { Lifetime } from "../../mixtures/mixture.ts";
import type { Atom } from "./atoms.ts";

/** Which change has to be everywhere, and its old answer out of every cache, before another one goes out. */
export class Order {
  readonly #after = new Map<Atom, Map<Atom, Lifetime>>();

  /** Notes it, unless it cannot be: then nothing is noted, and the answer is false. */
  add(first: Atom, then: Atom, life: Lifetime): boolean {
    if (first === then || this.isBefore(then, first)) return false;
    let followers = this.#after.get(first);
    if (followers === undefined) {
      followers = new Map();
      this.#after.set(first, followers);
    }
    followers.set(then, longer(followers.get(then) ?? 0, life));
    return true;
  }

  isBefore(first: Atom, then: Atom): boolean {
    const open = [first];
    const seen = new Set<Atom>();
    for (let atom = open.pop(); atom !== undefined; atom = open.pop()) {
      for (const next of this.#after.get(atom)?.keys() ?? []) {
        if (next === then) return true;
        if (!seen.has(next)) open.push(next);
        seen.add(next);
      }
    }
    return false;
  }

  /** The first step in which each can go out, counted from 1. */
  stepsOf(atoms: readonly Atom[]): Map<Atom, number> {
    const steps = new Map(atoms.map((atom) => [atom, 1]));
    for (let isMoved = true; isMoved; ) {
      isMoved = false;
      for (const [first, followers] of this.#after) {
        for (const then of followers.keys()) {
          if (steps.get(then)! > steps.get(first)!) continue;
          steps.set(then, steps.get(first)! + 1);
          isMoved = true;
        }
      }
    }
    return steps;
  }

  /** What each step waits for after the one before it. The first waits for nothing. */
  waitsFor(steps: ReadonlyMap<Atom, number>, count: number): Lifetime[] {
    const waits: Lifetime[] = [0];
    for (let step = 2; step <= count; step++) {
      let wait: Lifetime = 0;
      for (const [first, followers] of this.#after) {
        for (const [then, life] of followers) {
          if (steps.get(then) !== step) continue;
          const since = waits.slice(steps.get(first)!).reduce(sum, 0);
          wait = longer(wait, less(life, since));
        }
      }
      waits.push(wait);
    }
    return waits;
  }
}

/** The longer of two; what is unknown may be longer than anything. */
export function longer(a: Lifetime, b: Lifetime): Lifetime {
  return a === "unknown" || b === "unknown" ? "unknown" : Math.max(a, b);
}

function sum(a: Lifetime, b: Lifetime): Lifetime {
  return a === "unknown" || b === "unknown" ? "unknown" : a + b;
}

function less(life: Lifetime, since: Lifetime): Lifetime {
  if (life === "unknown") return since === "unknown" ? 0 : "unknown";
  return since === "unknown" ? life : Math.max(0, life - since);
}
