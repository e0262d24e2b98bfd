import fc from "fast-check";
import { expect, test } from "vitest";
import { gapAt, makeTrial } from "./completeness.ts";
import { arbitraryFarName, farNamesOf } from "./far-questions.ts";
import { printPair } from "./print-pair.ts";
import { arbitraryPair } from "./zone-pair.ts";

/** `PROOF_RUNS=20000 PROOF_SEED=7` tries more pairs than anybody waits for every day. */
const runs = Number(process.env.PROOF_RUNS ?? 250);
const seed = Number(process.env.PROOF_SEED ?? 11);

test("any question is answered as the one of the set that stands for it, and one that changes is asked", () => {
  fc.assert(
    fc.property(
      arbitraryPair(),
      fc.array(arbitraryFarName(), { minLength: 12, maxLength: 12 }),
      (pair, ways) => {
        const trial = makeTrial(pair);
        expect(gapAt(trial, farNamesOf(trial.set, ways)), printPair(pair)).toBeUndefined();
      },
    ),
    { numRuns: runs, seed },
  );
});
