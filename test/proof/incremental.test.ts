import fc from "fast-check";
import { expect, test } from "vitest";
import type { Proof } from "../../src/proof/proof.ts";
import { printPair } from "./print-pair.ts";
import { provePair } from "./prove-pair.ts";
import { arbitraryPair } from "./zone-pair.ts";

const runs = Number(process.env.PROOF_RUNS ?? 200);
const seed = Number(process.env.PROOF_SEED ?? 12);

test("what a change can reach, asked alone, gives the result of all questions; and each changed answer has a cause", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPair(), async (pair) => {
      const full = await provePair(pair, true);
      const part = await provePair(pair, false);
      expect(resultOf(part), printPair(pair)).toEqual(resultOf(full));
      expect(full.unexplained, printPair(pair)).toEqual([]);
      expect(full.model.disagreements, printPair(pair)).toEqual([]);
      expect(part.asked + part.outOfReach).toBe(full.asked);
    }),
    { numRuns: runs, seed },
  );
});

/** All but how it was found. The model judges what is asked. */
function resultOf({ asked: _, outOfReach: __, milliseconds: ___, model: ____, ...result }: Proof): unknown {
  return result;
}
