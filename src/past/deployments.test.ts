import { describe, expect, test } from "vitest";
import { type PastDeployment, standingOf, stoodAt } from "./deployments.ts";

/** Deployments in short, the oldest first: what their commits answer, and `!` for one that failed. Each takes one unit of time. */
function deploymentsOf(short: string): { deployments: PastDeployment[]; asked: number[] } {
  const asked: number[] = [];
  const deployments = short.split(" ").map(
    (each, id): PastDeployment => ({
      id,
      commit: each[0]!,
      opened: 10 * id,
      serials: {},
      succeeded: () => {
        asked.push(id);
        return Promise.resolve(each.endsWith("!") ? undefined : 10 * id + 5);
      },
    }),
  );
  return { deployments, asked };
}

describe("the same was answered", () => {
  test.each([
    ["a b c", "b", undefined, "1 to 2"],
    ["a b b b c", "b", undefined, "1 to 4"],
    ["a b", "b", undefined, "1"],
    ["b b! b", "b", undefined, "0"],
    ["a b! b c", "b", undefined, "2 to 3"],
    ["a b c! b d", "b", undefined, "1 to 4"],
    ["a b c b d", "b", undefined, "1 to 2"],
    ["a b c b d", "b", 3, "3 to 4"],
    ["a b! c", "b", undefined, "never"],
    ["a c", "b", undefined, "never"],
  ])("%s: %s (%s) from deployment %s", async (short, commit, chosen, expected) => {
    const { deployments } = deploymentsOf(short);
    const isSame = (each: PastDeployment) => each.commit === commit;
    const standing = await standingOf(
      deployments,
      isSame,
      chosen === undefined ? undefined : deployments[chosen],
    );
    const { from, until } = standing ?? {};
    const shown = [from, until].flatMap((each) => (each === undefined ? [] : [each.deployment.id]));
    expect(shown.join(" to ") || "never").toBe(expected);
  });

  test("and of a hundred deployments three are asked about", async () => {
    const { deployments, asked } = deploymentsOf(`a ${"b ".repeat(98)}c`);
    await standingOf(deployments, ({ commit }) => commit === "b");
    expect(new Set(asked)).toEqual(new Set([0, 1, 99]));
  });
});

test.each([
  ["a b c", 30, 2],
  ["a b c", 24, 1],
  ["a b c!", 99, 1],
  ["a b c", 4, undefined],
])("of %s at %d deployment %s stood", async (short, time, expected) => {
  const { deployments } = deploymentsOf(short);
  expect((await stoodAt(deployments, time))?.deployment.id).toBe(expected);
});
