import type { AllowLabels } from "../github/allow-labels.ts";
import type { Allowance } from "../plan/dangers.ts";

/** No label was looked at. */
export const NO_LABELS: AllowLabels = { counted: [], ignored: [] };

/** The allowance that a label stands for, if the label counts. */
export function allowanceOf(labels: AllowLabels): (label: string) => Allowance | undefined {
  const allowances = allowanceMap(labels);
  return (label) => allowances.get(label);
}

/** What the labels that count allow, by label. */
export function allowanceMap({ counted }: AllowLabels): ReadonlyMap<string, Allowance> {
  return new Map(
    counted.map(({ label, by, at }) => [label, { by, at: `${at.toISOString().slice(0, 19)}Z` }]),
  );
}

/** Why a label that is set does not count: one sentence each. */
export function ignoredNotes({ ignored }: AllowLabels): string[] {
  return ignored.map(({ label, reason }) => `The label "${label}" does not count: ${reason}.`);
}
