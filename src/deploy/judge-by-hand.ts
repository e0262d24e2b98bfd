import { printName } from "../../dns/name.ts";
import { type Allowance, refused } from "../plan/dangers.ts";
import type { Plan } from "../plan/plan.ts";
import { type Review, reviewPlan } from "../plan/review.ts";
import type { ForeignContent } from "./live-content.ts";
import type { Judge } from "./request.ts";

/** How a person decides. */
export interface PersonsWill {
  /** Labels of dangers that are allowed. */
  readonly allowed: ReadonlySet<string>;
  readonly allowance: Allowance;
  /** Shows the plan, and gives why it shall not go out: a sentence without its final stop; undefined: it shall. */
  readonly agree: (shown: { readonly plan: Plan; readonly review: Review }) => Promise<string | undefined>;
}

/** Decides by what a person says who has seen the plan. What is dangerous is allowed by its label, never by agreeing. */
export function judgeByHand({ allowed, allowance, agree }: PersonsWill): Judge {
  return async ({ plan, foreign, isLive, wrong, invariants }) => {
    const allowanceOf = (label: string) => (allowed.has(label) ? allowance : undefined);
    const review = reviewPlan(plan, allowanceOf, invariants);
    const notes = foreign.map(foreignNote);
    const refusals = [
      ...wrong,
      ...refused(review.dangers).map(
        ({ zone, message, label }) => `${printName(zone)}: ${message}; --allow ${label} lets it out`,
      ),
    ];
    if (refusals.length > 0) return { review, refusals, notes };
    const against = isLive ? undefined : await agree({ plan, review });
    return { review, refusals: against === undefined ? [] : [against], notes };
  };
}

function foreignNote({ zone, by }: ForeignContent): string {
  return `${by} answers ${printName(zone)} otherwise than any commit that was deployed says: what goes away is shown by its value.`;
}
