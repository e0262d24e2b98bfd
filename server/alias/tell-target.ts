import { printName } from "../../dns/name.ts";
import { type AliasCounters, TARGET_CHANGES } from "./alias-counters.ts";
import { boundedLog } from "./bounded-log.ts";
import { isSameKnown } from "./known.ts";
import type { OutcomeOfTarget, TargetState } from "./learn.ts";
import { printKnown } from "./print-known.ts";
import type { Target } from "./target.ts";

/** Says what becomes of targets, in so many lines a minute at most. */
export interface Teller {
  /** After a lookup: that it has other addresses, or, once as long as it lasts, what is wrong with it. */
  readonly tell: (target: Target, before: TargetState, outcome: OutcomeOfTarget) => void;
  /** Nothing was learnt for so many seconds that what was known is not told any more. */
  readonly tellForgotten: (target: Target, hold: number) => void;
}

/** `say` writes a line about what is not wrong, `complain` one about what is. */
export function makeTeller(plan: {
  readonly counters: AliasCounters;
  readonly now: () => number;
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
}): Teller {
  const say = boundedLog(plan.say, LINES, plan.now);
  const complain = boundedLog(plan.complain, LINES, plan.now);
  return {
    tell: (target, before, outcome) => {
      const { state } = target;
      if (isChanged(before, state)) {
        plan.counters[TARGET_CHANGES]! += 1;
        say(`${nameOf(target)} now ${printKnown(state)} (was ${printKnown(before)})`);
      }
      const wrong = wrongWith(state, outcome);
      if (wrong !== undefined && !target.isTold) complain(`${nameOf(target)} ${wrong}`);
      target.isTold = wrong !== undefined;
    },
    tellForgotten: (target, hold) =>
      complain(`${nameOf(target)} could not be looked up for ${hold} s, and is answered SERVFAIL`),
  };
}

/** Lines of the log a minute, of changes and of what is wrong. */
const LINES = 30;

/** Something was known, and something else is now. */
function isChanged(before: TargetState, after: TargetState): boolean {
  return (["a", "aaaa"] as const).some(
    (type) =>
      before[type].kind !== "unknown" &&
      after[type].kind !== "unknown" &&
      !isSameKnown(before[type], after[type]),
  );
}

function wrongWith({ goneSince }: TargetState, { a, aaaa }: OutcomeOfTarget): string | undefined {
  for (const outcome of [a, aaaa])
    if (outcome.kind === "refused") return `has addresses that are not told: ${outcome.reason}`;
  if (goneSince !== undefined) return "has no addresses any more, and keeps those that it had for an hour";
  for (const outcome of [a, aaaa])
    if (outcome.kind === "failed") return `cannot be looked up: ${outcome.reason}`;
  return undefined;
}

function nameOf({ name, aliases }: Target): string {
  const more = aliases.length > 1 ? ` and ${aliases.length - 1} more` : "";
  return `alias ${printName(aliases[0]!.owner)}${more}: target ${printName(name)}`;
}
