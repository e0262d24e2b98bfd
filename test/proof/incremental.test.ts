import fc from "fast-check";
import { expect, test } from "vitest";
import type { Proof } from "../../src/proof/proof.ts";
import { zoneOf } from "../zone-text.ts";
import { printPair } from "./print-pair.ts";
import { provePair } from "./prove-pair.ts";
import { arbitraryPair } from "./zone-pair.ts";

const runs = Number(process.env.PROOF_RUNS ?? 300);
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

test("names of a zone below a DNAME are not led on, and so not by what can be reached alone", async () => {
  const apex = "@ SOA ns h 1 2 3 4 60\n@ NS ns.g.\n";
  const others = [zoneOf("f.", `${apex}@ DNAME e.`), zoneOf("a.f.", apex)];
  const pair = {
    before: [zoneOf("e.", `${apex}stays.a TXT "there"\ngone.a TXT "there"`), ...others],
    after: [zoneOf("e.", `${apex}stays.a TXT "there"`), ...others],
  };
  const full = await provePair(pair, true);
  expect(resultOf(await provePair(pair, false))).toEqual(resultOf(full));
  expect(full.changed).toBeGreaterThan(0);
});

/** All but how it was found. The model judges what is asked. */
function resultOf({ asked: _, outOfReach: __, milliseconds: ___, model: ____, ...result }: Proof): unknown {
  return result;
}
