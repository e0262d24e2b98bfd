import type { Allowance, Danger } from "../plan/dangers.ts";
import type { Plan } from "../plan/plan.ts";

/** What was merged and pushed since the last deployment. */
export interface Merged {
  /** In the order of their merges. */
  readonly pulls: readonly MergedPull[];
  /** The plans of commits that came without a pull request, in their order; without those that do something to invariants. */
  readonly pushes: readonly Plan[];
  /** What could not be read of them: one sentence each. */
  readonly notes: readonly string[];
}

/** A merged pull request. */
export interface MergedPull {
  readonly number: number;
  /** Made again, by the pure planner, of the zones where it left its base and at its head. */
  readonly plan: Plan;
  /** What it does to invariants by itself; left out where that is nothing. */
  readonly invariants?: readonly Danger[];
  /** The labels that count, and what they allow. */
  readonly allowances: ReadonlyMap<string, Allowance>;
}
