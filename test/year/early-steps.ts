import { hold, isBogus, judgeMixture } from "./held-model.ts";
import type { EarlyStep } from "./lived-year.ts";
import type { Comparison, PinnedMixture, Probe } from "./probe.ts";
import { ASKED, DS_QUESTION, KEYS_QUESTION, PARENT_KEYS } from "./year-questions.ts";
import { PARENT } from "./year-zones.ts";

/** What would have come of a step that was refused. */
export interface EarlyResult {
  readonly at: number;
  readonly name: string;
  readonly rules: EarlyStep["rules"];
  /** Mixtures that caches might have held, and how many of them the strictest validator takes for bogus. */
  readonly mixtures: number;
  readonly bogus: number;
  readonly reasons: readonly string[];
  /** Those of them that Unbound was given. */
  readonly comparisons: readonly Comparison[];
}

/**
 * Puts together all that caches might hold, had the step been made when it was refused, and lets Unbound see one of each kind of
 * break, and one that is none.
 */
export async function tryEarlyStep(
  { at, name, rules, versions, parents, root }: EarlyStep,
  { askMixture }: Pick<Probe, "askMixture">,
): Promise<EarlyResult> {
  const examples = new Map<string, { readonly mixture: PinnedMixture; readonly question: string }>();
  const reasons = new Set<string>();
  let mixtures = 0;
  let bogus = 0;
  for (const parent of new Set(parents)) {
    for (const keys of new Set(versions)) {
      for (const data of new Set(versions)) {
        for (const question of ASKED) {
          const parts = {
            ds: hold(parent, DS_QUESTION, PARENT),
            parentKeys: hold(parent, PARENT_KEYS, PARENT),
            keys: hold(keys, KEYS_QUESTION),
            data: hold(data, question),
          };
          const strict = judgeMixture(parts, at, "all");
          const lenient = judgeMixture(parts, at, "ds");
          mixtures += 1;
          if (isBogus(strict)) {
            bogus += 1;
            reasons.add(strict.bogus);
          }
          const kind = [strict, lenient]
            .map((verdict) => (isBogus(verdict) ? verdict.bogus : verdict))
            .join(", ");
          if (!examples.has(kind)) examples.set(kind, { mixture: { root, parent, keys, data }, question });
        }
      }
    }
  }
  const comparisons: Comparison[] = [];
  for (const [kind, { mixture, question }] of examples)
    comparisons.push(await askMixture(at, mixture, question, `"${name}" too early: ${kind}`));
  return { ...{ at, name, rules, mixtures, bogus }, reasons: [...reasons], comparisons };
}
