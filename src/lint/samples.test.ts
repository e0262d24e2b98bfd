import { describe, expect, test } from "vitest";
import { isError } from "../../dns/problem.ts";
import { checkSample } from "../../test/check-sample.ts";
import { FAMILIES } from "./families.ts";
import { caseOf } from "./page.ts";

describe.each(FAMILIES.filter(({ rules }) => rules.length > 0))("$subject", ({ rules }) => {
  describe.each(rules)("$id", ({ id, accepted, refused }) => {
    test("has samples of both kinds", () => {
      expect(Math.min(accepted.length, refused.length)).toBeGreaterThan(0);
    });

    test.each(accepted.map((sample) => [caseOf(sample)]))("accepts sample %#", async (sample) => {
      const { problems, lines } = await checkSample(sample);
      expect([problems.filter((problem) => problem.rule === id || isError(problem)), lines(id)]).toEqual([
        [],
        [],
      ]);
    });

    test.each(refused.map((sample) => [sample]))("refuses sample %#", async (sample) => {
      const { lines } = await checkSample(sample);
      expect(lines(id)).toEqual(sample.finds);
    });
  });
});
