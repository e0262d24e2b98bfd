import type { Name } from "../../../dns/name.ts";
import { CNAME } from "../../../dns/type-numbers.ts";
import type { Failure } from "../../mixtures/item.ts";
import type { Lifetime, Mixture, ZonePair } from "../../mixtures/mixture.ts";
import { type Broken, brokenBetween, brokenByItself, mixturesBetween } from "../../mixtures/mixtures.ts";
import type { PlacedRecord } from "../../source/source-zone.ts";
import { changesBetween, type RrsetChange } from "../changes.ts";
import { pairsOf } from "../mixtures.ts";
import type { Plan } from "../plan.ts";
import { type Atom, atomsBehind, atomsOf, isSoa } from "./atoms.ts";
import { longer, Order } from "./order.ts";
import { type Schedule, stageAfter } from "./stages.ts";

/** An order of the changes of a plan in which no cache holds what does not fit. */
export interface Steps {
  /** At least one where anything changes. */
  readonly steps: readonly Step[];
  /** What fails all the same, in whatever order that was found: empty where the steps are safe. */
  readonly unsafe: readonly Mixture[];
}

/** Changes that go out together. */
export interface Step {
  /** Seconds to wait after the step before it is answered everywhere. */
  readonly after: Lifetime;
  readonly changes: readonly { readonly zone: Name; readonly change: RrsetChange }[];
}

/** The steps of a plan. Everything goes out in the first in which it can. */
export function stepsOf(plan: Plan): Steps {
  return stepsBetween(pairsOf(plan));
}

/** How often an order is mended, after what its own steps showed. */
const MOST_ROUNDS = 12;

/** The steps from the zones before to those after. */
export function stepsBetween(pairs: readonly ZonePair[]): Steps {
  const careful = stepsBy(pairs, "all");
  if (careful.unsafe.length === 0) return careful;
  const spare = stepsBy(pairs, "one");
  return spare.unsafe.length === 0 ? spare : careful;
}

/** Of what does not fit together, all of the old goes before all of the new, or what is just enough. */
type Care = "all" | "one";

function stepsBy(pairs: readonly ZonePair[], care: Care): Steps {
  const atoms = atomsOf(pairs);
  const order = new Order();
  const widened = new Map<Atom, Lifetime>();
  learn(brokenBetween(pairs), atoms, order, widened, care);
  for (let round = 0; ; round++) {
    const schedule = scheduleOf(atoms, order, widened);
    const stages = Array.from({ length: schedule.steps + 1 }, (_, step) => stageAfter(pairs, schedule, step));
    const transitions = stages.slice(1).map((now, index) => between(pairs, stages[index]!, now));
    const broken = transitions.map(brokenBetween);
    const lost = brokenByItself(
      pairs,
      stages.slice(1, -1).map((stage) => ({
        sinceBefore: between(pairs, stages[0]!, stage),
        untilAfter: between(pairs, stage, stages.at(-1)!),
      })),
    );
    const found = [...broken.flat(), ...lost];
    const isMended = found.length > 0 && round < MOST_ROUNDS && learn(found, atoms, order, widened, care);
    if (isMended) continue;
    const waits = waitsOf(order, widened, schedule);
    return {
      steps: transitions.map((transition, index) => ({
        after: waits[index] ?? 0,
        changes: transition.flatMap(changesOf),
      })),
      unsafe:
        found.length === 0
          ? []
          : [...transitions.flatMap(mixturesBetween), ...(lost.length > 0 ? mixturesBetween(pairs) : [])],
    };
  }
}

/**
 * Takes out of each failure that what is held of the old has to go first: then nobody has it beside the new. False where
 * nothing could be learnt.
 */
function learn(
  found: readonly Broken[],
  atoms: readonly Atom[],
  order: Order,
  widened: Map<Atom, Lifetime>,
  care: Care,
): boolean {
  let isLearnt = false;
  for (const { dependency, failures } of found) {
    for (const failure of leastOf(failures)) {
      if (dependency.kind === "certificate") {
        for (const item of failure.held) {
          for (const atom of atomsBehind(item, atoms)) {
            if (atom.types.has(CNAME)) continue; // there is one or none at a name (RFC 2181 §10.1)
            isLearnt ||= !widened.has(atom);
            widened.set(atom, longer(widened.get(atom) ?? 0, failure.until));
          }
        }
        continue;
      }
      const ordered = failure.held.flatMap((held) =>
        failure.fresh.flatMap((fresh) =>
          atomsBehind(held, atoms).flatMap((first) =>
            atomsBehind(fresh, atoms).map((then) => ({ first, then, life: held.life })),
          ),
        ),
      );
      for (const { first, then, life } of ordered) {
        const isKnown = order.isBefore(first, then);
        const isTaken = order.add(first, then, life);
        if (isTaken && !isKnown) isLearnt = true;
        if (isTaken && care === "one") break;
      }
    }
  }
  return isLearnt;
}

/** Without those that hold all that another one holds, and more. */
function leastOf(failures: readonly Failure[]): Failure[] {
  const sets = failures.map(({ held, fresh }) => ({
    held: new Set(held.map(({ key }) => key)),
    fresh: new Set(fresh.map(({ key }) => key)),
  }));
  return failures.filter((_, index) => {
    const { held, fresh } = sets[index]!;
    return !sets.some(
      (other, at) =>
        at !== index &&
        isWithin(other.held, held) &&
        isWithin(other.fresh, fresh) &&
        other.held.size + other.fresh.size < held.size + fresh.size,
    );
  });
}

function isWithin(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((key) => whole.has(key));
}

function scheduleOf(atoms: readonly Atom[], order: Order, widened: ReadonlyMap<Atom, Lifetime>): Schedule {
  const stepOf = order.stepsOf(atoms);
  const narrowedIn = new Map([...widened.keys()].map((atom) => [atom, stepOf.get(atom)! + 1]));
  const steps = Math.max(1, ...stepOf.values(), ...narrowedIn.values());
  for (const atom of atoms) if (isSoa(atom)) stepOf.set(atom, steps);
  return { stepOf, narrowedIn, steps };
}

function waitsOf(order: Order, widened: ReadonlyMap<Atom, Lifetime>, schedule: Schedule): Lifetime[] {
  const waits = order.waitsFor(schedule.stepOf, schedule.steps);
  for (const [atom, step] of schedule.narrowedIn) {
    waits[step - 1] = longer(waits[step - 1] ?? 0, widened.get(atom) ?? 0);
  }
  return waits;
}

type Stage = readonly (readonly PlacedRecord[] | undefined)[];

function between(pairs: readonly ZonePair[], before: Stage, after: Stage): ZonePair[] {
  return pairs.map(({ origin, isSame }, index): ZonePair => {
    const [old, now] = [before[index], after[index]];
    if (old === undefined || now === undefined) return { origin };
    if (isSame === true || old === now) return { origin, before: old, after: now, isSame: true };
    const changed = changesBetween({ records: old }, { records: now });
    return { origin, before: old, after: now, isSame: changed.length === 0, changed };
  });
}

function changesOf({ origin, before = [], after = [], isSame }: ZonePair): Step["changes"] {
  if (isSame === true) return [];
  return changesBetween({ records: before }, { records: after }).map((change) => ({ zone: origin, change }));
}
