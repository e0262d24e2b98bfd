import { describe, test } from "vitest";
import { WELL } from "../../test/back-and-forth/acts.ts";
import { setScene } from "../../test/back-and-forth/scene.ts";
import { carryOutWatched, expectRecovery } from "../../test/back-and-forth/watched.ts";

describe("interrupted anywhere on the way back, and what has gone back can then not be asked", () => {
  const events = (first: number) => Array.from({ length: 25 }, (_, index) => first + index);
  test.each(events(5))("zonepipe rollback, at event %i", async (at) => {
    for (const machine of [0, 2]) {
      const scene = setScene([0]);
      await scene.carryOut({ kind: "deploy", commit: "a", ...WELL });
      await scene.carryOut({ kind: "deploy", commit: "b", ...WELL });
      await carryOutWatched(scene, { kind: "back", fate: { kind: "killed", at }, silent: undefined });
      await carryOutWatched(scene, {
        ...{ kind: "deploy", commit: "d" },
        ...WELL,
        silent: { machine, isStuck: true },
      });
      await expectRecovery(scene, "e");
    }
  });
  test.each(events(15))("a release that is bad, at event %i", async (at) => {
    for (const machine of [0, 1]) {
      const scene = setScene([0]);
      await scene.carryOut({ kind: "deploy", commit: "a", ...WELL });
      await carryOutWatched(scene, {
        kind: "deploy",
        commit: "b",
        fate: { kind: "bad", at },
        silent: undefined,
      });
      const again = machine === 0 ? "b" : "d";
      await carryOutWatched(scene, {
        ...{ kind: "deploy", commit: again },
        ...WELL,
        silent: { machine, isStuck: false },
      });
      await expectRecovery(scene, "c");
    }
  });
});
