import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Act, type Fate, fates, luck, silences, WELL } from "../../test/back-and-forth/acts.ts";
import { type Scene, setScene } from "../../test/back-and-forth/scene.ts";
import { expectAllFollow, expectRecovery, twoContents } from "../../test/back-and-forth/watched.ts";
import { answersOf } from "../../test/fakes/fly-in-memory.ts";

describe("zones that our nameservers sign, over weeks, by clocks that are an hour early or late", () => {
  const signed = fc.constantFrom("1", "2", "3", "4", "5", "a");
  const days = fc.record({
    ...{ kind: fc.constant("days" as const), days: fc.integer({ min: 1, max: 20 }) },
    ...{ fate: fc.constant<Fate>({ kind: "well" }), silent: fc.constant(undefined) },
  });
  const signedActs: fc.Arbitrary<Act> = fc.oneof(
    fc.record({ kind: fc.constant("deploy" as const), commit: signed, fate: fates, silent: silences }),
    fc.record({ kind: fc.constant("back" as const), fate: fates, silent: silences }),
    fc.record({ kind: fc.constant("to" as const), commit: signed, fate: fates, silent: silences }),
    days,
  );

  test("no serial is answered with two contents, keys never go back, and secondaries follow, whatever happened", async () => {
    const stories = fc.array(signedActs, { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(luck, stories, async (lots, story) => {
        const scene = setScene(lots);
        await scene.carryOut({ kind: "deploy", commit: "a", ...WELL });
        for (const act of story) {
          const doing = JSON.stringify(act);
          const failure = await scene.carryOut(act);
          const isFree = act.kind === "deploy" && act.fate.kind === "bad" && act.fate.at === undefined;
          // Nothing stands in the way of going back, and what comes back is what was expected.
          if (isFree && act.silent === undefined) expect(failure ?? "", doing).not.toMatch(/^failed/);
          expect(twoContents(scene), doing).toEqual([]);
          expect(scene.oldKeys, doing).toEqual([]);
        }
        scene.setClocks();
        await expectRecovery(scene, "5");
        expect(new Set(countersNow(scene))).toEqual(new Set([3]));
        await scene.carryOut({ kind: "days", days: 9, ...WELL });
        expect(twoContents(scene)).toEqual([]);
        expectAllFollow(scene);
      }),
      { numRuns: 40 },
    );
  }, 240_000);
});

/** The states of keys with which the machines sign. */
function countersNow({ fly }: Scene): number[] {
  return Object.values(fly.machinesOf)
    .flat()
    .flatMap((one) => answersOf(one, fly.images.get(one.image)!, fly.secondsOn(one)))
    .flatMap(({ signed }) => signed?.counter ?? []);
}
