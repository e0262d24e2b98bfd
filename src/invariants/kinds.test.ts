import { expect, test } from "vitest";
import { invariantsOf, seen, told } from "../../test/invariants.ts";
import { invariantDangers } from "./dangers.ts";
import { KINDS } from "./kinds.ts";

/** Zones before the change, for the kind that compares. */
async function toldOf(example: string, zone: string, before: string): Promise<string[]> {
  const invariants = await invariantsOf(example, zone);
  const dangers = invariantDangers(
    { invariants, zones: await seen(before) },
    { invariants, zones: await seen(zone) },
  );
  return [...(await told(example, zone)), ...dangers.map(({ message }) => message)];
}

test.each(KINDS)("$kind holds where its page says so", async ({ example, holds }) => {
  expect(await toldOf(example, holds, holds)).toEqual([]);
});

test.each(KINDS)(
  "$kind does not hold where its page says so",
  async ({ kind, example, holds, broken, told: line }) => {
    const [first, ...rest] = await toldOf(example, broken, kind === "unchanged" ? holds : broken);
    expect(first).toContain(`: ${line} (dig `);
    expect(rest).toEqual([]);
  },
);
