import type { Name } from "../../dns/name.ts";
import { type AliasCounters, OLDEST_HELD, TARGETS, TARGETS_HELD, TARGETS_UNKNOWN } from "./alias-counters.ts";
import type { Alias } from "./alias-list.ts";
import { UNKNOWN } from "./known.ts";
import type { TargetState } from "./learn.ts";

/** A target, for all its aliases. */
export interface Target {
  readonly name: Name;
  aliases: readonly Alias[];
  state: TargetState;
  isBusy: boolean;
  /** It has other data than are written. */
  isDirty: boolean;
  /** What is wrong with it has been said. */
  isTold: boolean;
}

/** One of which nothing is known, to be looked up at once. */
export function newTarget(name: Name, now: number): Target {
  const state = { a: UNKNOWN, aaaa: UNKNOWN, dueAt: now, failures: 0 };
  return { name, aliases: [], state, isBusy: false, isDirty: true, isTold: false };
}

/** Counts what is known of targets at the time, in seconds since 1970. */
export function countTargets(targets: Iterable<Target>, now: number, counters: AliasCounters): void {
  let count = 0;
  let held = 0;
  let unknown = 0;
  let oldest = 0;
  for (const { state } of targets) {
    count += 1;
    const both = [state.a, state.aaaa];
    if (both.some(({ kind }) => kind === "unknown")) unknown += 1;
    const ages = both.flatMap((known) =>
      known.kind !== "unknown" && known.isHeld ? [now - known.learnt] : [],
    );
    if (ages.length > 0) held += 1;
    oldest = Math.max(oldest, ...ages);
  }
  counters[TARGETS] = count;
  counters[TARGETS_HELD] = held;
  counters[TARGETS_UNKNOWN] = unknown;
  counters[OLDEST_HELD] = oldest;
}
