import { expect, test } from "vitest";
import { WELL } from "../../test/back-and-forth/acts.ts";
import { setScene } from "../../test/back-and-forth/scene.ts";
import { answers, expectAllFollow, twoContents } from "../../test/back-and-forth/watched.ts";

test("a release goes back by itself, or is undone: the secondaries follow at once, and the next plan changes nothing", async () => {
  const scene = setScene([0]);
  const serials = () => answers(scene).map((text) => JSON.parse(text)[0].serial);
  await scene.carryOut({ kind: "deploy", commit: "a", ...WELL });
  const bad = await scene.carryOut({ kind: "deploy", commit: "b", fate: { kind: "bad" }, silent: undefined });
  expect([bad, serials()]).toEqual([expect.stringContaining("rolled-back"), [3, 3, 3]]);
  expectAllFollow(scene);
  const count = scene.ledger.records.length;
  expect(await scene.carryOut({ kind: "deploy", commit: "a", ...WELL })).toBeUndefined();
  expect([serials(), scene.ledger.records.length]).toEqual([[3, 3, 3], count]);
  await scene.carryOut({ kind: "deploy", commit: "d", ...WELL });
  expect(serials()).toEqual([4, 4, 4]);
  expect(await scene.carryOut({ kind: "back", ...WELL })).toBeUndefined();
  expect(serials()).toEqual([5, 5, 5]);
  expectAllFollow(scene);
  expect(await scene.carryOut({ kind: "to", commit: "d", ...WELL })).toBeUndefined();
  expect(serials()).toEqual([6, 6, 6]);
  expect(await scene.carryOut({ kind: "back", ...WELL })).toBeUndefined();
  expect(serials()).toEqual([7, 7, 7]);
  await scene.carryOut({ kind: "deploy", commit: "b", ...WELL });
  expect(serials()).toEqual([8, 8, 8]);
  expectAllFollow(scene);
  expect(twoContents(scene)).toEqual([]);
});
