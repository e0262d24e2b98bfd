import type { Mixture } from "../mixtures/mixture.ts";
import { type Allowance, type Danger, dangersOf, withAllowances } from "./dangers.ts";
import { planDigest } from "./digest.ts";
import type { Effect } from "./effects/effect.ts";
import { effectsOf } from "./effects.ts";
import { mixturesOf, withoutTold } from "./mixtures.ts";
import type { Plan } from "./plan.ts";
import { type SettingChange, settingChanges } from "./settings.ts";
import { type VariableChange, variableChanges } from "./variable-changes.ts";

/** What a person should know of a plan before it is carried out. */
export interface Review {
  /** What somebody must allow by name. */
  readonly dangers: readonly Danger[];
  readonly effects: readonly Effect[];
  /** What fails while caches hold some of the old answers and some of the new. */
  readonly mixtures: readonly Mixture[];
  /** Settings that change, whether a record shows it or not. */
  readonly settings: readonly SettingChange[];
  /** Variables of `_config.yaml` that change records; left out where none does. */
  readonly variables?: readonly VariableChange[];
  /** Undefined where the changes of a zone are not known. */
  readonly digest: string | undefined;
}

/**
 * Reads a plan as a careful colleague would.
 *
 * @param allowanceOf the allowance that a label stands for, if the label counts
 * @param more dangers that the plan itself does not show
 */
export function reviewPlan(
  plan: Plan,
  allowanceOf: (label: string) => Allowance | undefined,
  more: readonly Danger[] = [],
): Review {
  const mixtures = mixturesOf(plan);
  const variables = variableChanges(plan);
  return {
    dangers: [...dangersOf(plan, allowanceOf), ...withAllowances(more, allowanceOf)],
    effects: withoutTold(effectsOf(plan), mixtures),
    mixtures,
    settings: settingChanges(plan),
    ...(variables.length > 0 && { variables }),
    digest: planDigest(plan),
  };
}
