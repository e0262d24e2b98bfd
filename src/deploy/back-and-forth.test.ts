import fc from "fast-check";
import { expect, test } from "vitest";
import { acts, commits, luck, WELL } from "../../test/back-and-forth/acts.ts";
import { setScene } from "../../test/back-and-forth/scene.ts";
import {
  carryOutWatched,
  expectAllFollow,
  expectRecovery,
  imagesOf,
  twoContents,
} from "../../test/back-and-forth/watched.ts";

test("no serial is answered with two contents, and secondaries end with what the machines have, whatever happened", async () => {
  const stories = fc.array(acts, { maxLength: 7 });
  await fc.assert(
    fc.asyncProperty(luck, stories, commits, fc.boolean(), async (lots, story, last, isBack) => {
      const scene = setScene(lots);
      await scene.carryOut({ kind: "deploy", commit: "a", ...WELL });
      for (const act of story) await carryOutWatched(scene, act);
      await expectRecovery(scene, last);
      if (!isBack) return;
      const failure = await scene.carryOut({ kind: "back", ...WELL });
      expect(twoContents(scene)).toEqual([]);
      if (imagesOf(scene).size > 1) return; // nor need it be one image that ran before on all machines
      expect(failure).toBeUndefined();
      expectAllFollow(scene);
    }),
    { numRuns: 80 },
  );
}, 240_000);
