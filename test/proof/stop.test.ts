import { expect, test } from "vitest";
import { prove } from "../../src/proof/prove.ts";
import { makeSide } from "../../src/proof/side.ts";
import type { World } from "../../src/world.ts";
import { worldInMemory } from "./answering.ts";
import { changesOf } from "./prove-pair.ts";
import { pairOf } from "./texts.ts";

test("whatever fails on the way, both nameservers are stopped", async () => {
  const pair = pairOf({ "e.": "a A 192.0.2.1" }, { "e.": "a A 192.0.2.2" });
  const first = makeSide(pair.before);
  const sides = [first, makeSide(pair.after, first)] as const;
  let stopped = 0;
  const startAnswering: World["startAnswering"] = () =>
    Promise.resolve({
      ask: () => Promise.reject(new Error("it has ended")),
      stop: () => Promise.resolve(void stopped++),
    });
  const task = { sides, changes: changesOf(pair), isFull: false, notProved: [] };
  const world = { ...worldInMemory(), startAnswering };
  await expect(prove(task, "/scratch", world)).rejects.toThrow("it has ended");
  expect(stopped).toBe(2);
});
