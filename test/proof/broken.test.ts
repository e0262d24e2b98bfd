import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { prove } from "../../src/proof/prove.ts";
import { makeSide } from "../../src/proof/side.ts";
import { builtWorld } from "../built-world.ts";
import { changesOf } from "./prove-pair.ts";
import { pairOf, type Texts } from "./texts.ts";

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "zonepipe-broken-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** A CNAME beside other data: no nameserver loads that. */
const BROKEN = "www CNAME x\nwww A 192.0.2.1";

test.each<[string, Texts, Texts, string, boolean]>([
  ["the only zone, before", { "e.": BROKEN }, { "e.": "www A 192.0.2.1" }, "before", false],
  ["one of two, before", { "e.": BROKEN, "f.": "" }, { "e.": "www CNAME x", "f.": "" }, "before", false],
  [
    "one that an alias of another zone leads to, after",
    { "e.": "www CNAME x", "f.": "a CNAME www.e.\nb A 192.0.2.1" },
    { "e.": BROKEN, "f.": "a CNAME www.e.\nb A 192.0.2.2" },
    "after",
    true,
  ],
])(
  "a zone that cannot be loaded is not comparable, and no defect: %s",
  async (_, before, after, state, changes) => {
    const pair = pairOf(before, after);
    const first = makeSide(pair.before);
    const sides = [first, makeSide(pair.after, first)] as const;
    for (const isFull of [false, true]) {
      const task = { sides, changes: changesOf(pair), isFull, notProved: [] };
      const proof = await prove(task, join(scratch, String(isFull)), await builtWorld());
      expect(proof.notProved.map(({ zone, reason }) => `${zone && printName(zone)} ${reason}`)).toEqual([
        expect.stringContaining(`e. the nameserver cannot load it as it is ${state} the change`),
        expect.stringContaining("cannot be compared"),
      ]);
      expect(proof.unexplained).toEqual([]);
      expect(proof.model.disagreements).toEqual([]);
      expect(proof.changed > 0).toBe(changes);
    }
  },
);
