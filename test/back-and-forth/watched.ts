import { expect } from "vitest";
import { answersOf } from "../fakes/fly-in-memory.ts";
import { type Act, WELL } from "./acts.ts";
import type { Scene } from "./scene.ts";

/** Something happens, and no serial gets a second content by it; nothing stands in the way of going back. */
export async function carryOutWatched(scene: Scene, act: Act): Promise<void> {
  const wasAlike = new Set(answers(scene)).size === 1;
  const failure = await scene.carryOut(act);
  expect(twoContents(scene)).toEqual([]);
  if (
    act.kind !== "deploy" ||
    act.fate.kind !== "bad" ||
    act.fate.at !== undefined ||
    act.silent !== undefined
  )
    return;
  expect(failure ?? "").not.toMatch(/^failed/);
  if (wasAlike && failure?.startsWith("rolled-back")) expectAllFollow(scene);
}

/** A deployment that nothing befalls ends everything that was. */
export async function expectRecovery(scene: Scene, commit: string): Promise<void> {
  expect(await scene.carryOut({ kind: "deploy", commit, ...WELL })).toBeUndefined();
  expect(twoContents(scene)).toEqual([]);
  expectAllFollow(scene);
}

/** The machines answer alike, and secondaries come to have that. */
export function expectAllFollow(scene: Scene): void {
  expect(new Set(answers(scene)).size, "the machines answer alike").toBe(1);
  for (const { name, serial, digest } of JSON.parse(answers(scene)[0]!)) {
    for (const secondary of [scene.eager, scene.lazy]) {
      secondary.poll([{ name, serial, digest }]);
      expect(secondary.zones.get(name), "a secondary follows").toEqual({ serial, digest });
    }
  }
}

/** Serials that were answered with two contents. */
export const twoContents = ({ seen }: Scene) => [...seen].filter(([, digests]) => digests.size > 1);

/** What every machine answers, in one text for each. */
export const answers = ({ fly }: Scene) =>
  Object.values(fly.machinesOf)
    .flat()
    .map((one) => {
      const shown = answersOf(one, fly.images.get(one.image)!, fly.secondsOn(one));
      return JSON.stringify(shown.map(({ name, serial, digest }) => ({ name, serial, digest })));
    });

/** The images that machines run. */
export const imagesOf = ({ fly }: Scene) =>
  new Set(Object.values(fly.machinesOf).flatMap((own) => own.map(({ image }) => image)));
