import { describe, expect, test } from "vitest";
import { isError } from "../../dns/problem.ts";
import { checkSample } from "../../test/check-sample.ts";
import { FAMILIES } from "./families.ts";

describe.each(FAMILIES.filter(({ rules }) => rules.length > 0))("$subject", ({ rules }) => {
  describe.each(rules)("$id", (rule) => {
    test("has samples", () => {
      expect([rule.accepted.length, rule.refused.length].every((count) => count > 0)).toBe(true);
    });

    test.each(rule.accepted.map((sample) => [sample]))("accepts sample %#", async (sample) => {
      const { problems } = await checkSample({ sample });
      expect(problems.filter((problem) => problem.rule === rule.id || isError(problem))).toEqual([]);
    });

    test.each(rule.refused.map((sample) => [sample]))("refuses sample %#", async (sample) => {
      const { lines } = await checkSample(sample);
      expect(lines(rule.id)).toEqual(sample.finds);
    });
  });
});
