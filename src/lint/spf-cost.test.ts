import { describe, expect, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import { MOST_COUNTED, type SpfCost, spfCosts } from "./spf-cost.ts";
import { parseSpf, type SpfTerm } from "./spf-record.ts";

/** What the policy of p0.example. costs; every other name has the policy that is given for its number, or nothing. */
function costOf(policy: (number: number) => string | undefined): SpfCost {
  const terms = parseSpf(policy(0)!) as readonly SpfTerm[]; // these policies are right
  const cost = spfCosts((domain) => {
    const [, number] = /^.p(\d+)/.exec(domain) ?? [];
    const text = number === undefined ? undefined : policy(Number(number));
    return { kind: "seen", count: text === undefined ? 0 : 1, texts: text === undefined ? [] : [text] };
  });
  return cost(nameOf("p0.example."), terms);
}

const include = (...numbers: readonly number[]) =>
  `v=spf1 ${numbers.map((number) => `include:p${number}.example`).join(" ")} -all`;

describe("lookups, with all that is included", () => {
  test.each<[string, (number: number) => string | undefined, number]>([
    ["ten in a chain", (number) => (number < 10 ? include(number + 1) : "v=spf1 -all"), 10],
    ["the same policy twice", (number) => (number === 0 ? include(1, 1) : "v=spf1 ptr -all"), 4],
    ["what stands behind all", () => "v=spf1 -all include:p1.example", 0],
    ["a redirect", (number) => (number === 0 ? "v=spf1 redirect=p1.example" : "v=spf1 ptr -all"), 2],
  ])("%s", (_, policy, lookups) => {
    expect(costOf(policy)).toMatchObject({ lookups, isCut: false, broken: [] });
  });
});

describe("policies without an end have one", () => {
  test.each<[string, (number: number) => string]>([
    ["a chain", (number) => include(number + 1)],
    ["redirects", (number) => `v=spf1 redirect=p${number + 1}.example`],
    [
      "two in each of a hundred",
      (number) => (number < 100 ? include(number + 1, number + 1) : "v=spf1 -all"),
    ],
  ])("%s", (_, policy) => {
    expect(costOf(policy)).toMatchObject({ lookups: MOST_COUNTED, isCut: true });
  });
});

test("a circle is told where it closes, whichever policy of it is asked about", () => {
  const circle = (number: number) => include((number + 1) % 3);
  expect(costOf(circle)).toMatchObject({
    lookups: 3,
    broken: [{ domain: "p0.example", reason: "leads back to this one" }],
  });
});
