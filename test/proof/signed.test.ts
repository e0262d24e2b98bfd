import fc from "fast-check";
import { expect, test } from "vitest";
import type { Proof } from "../../src/proof/proof.ts";
import { printPair } from "./print-pair.ts";
import { provePair } from "./prove-pair.ts";
import { arbitrarySignedPair } from "./signed-pair.ts";

const runs = Number(process.env.PROOF_RUNS ?? 50);
const seed = Number(process.env.PROOF_SEED ?? 12);

test("of zones that our nameservers sign, what a change can reach gives the result of all questions; each answer has a cause and is as the zones say", async () => {
  let signed = 0;
  await fc.assert(
    fc.asyncProperty(arbitrarySignedPair(), async (pair) => {
      const full = await provePair(pair, true);
      const part = await provePair(pair, false);
      expect(full.unexplained, printPair(pair)).toEqual([]);
      expect(full.model.disagreements, printPair(pair)).toEqual([]);
      expect(full.notProved, printPair(pair)).toEqual([]);
      expect(resultOf(part), printPair(pair)).toEqual(resultOf(full));
      if (full.groups.some(({ kind }) => kind === "signing")) signed += 1;
    }),
    { numRuns: runs, seed },
  );
  expect(signed).toBeGreaterThan(runs / 5);
});

/** All but how it was found. The model judges what is asked. */
function resultOf({ asked: _, outOfReach: __, milliseconds: ___, model: ____, ...result }: Proof): unknown {
  return result;
}
