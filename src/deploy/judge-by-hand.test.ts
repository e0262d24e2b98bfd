import { expect, test } from "vitest";
import { BASE, COM, planned } from "../../test/planned.ts";
import type { Danger } from "../plan/dangers.ts";
import { judgeByHand } from "./judge-by-hand.ts";

const MNAME = BASE.replace("SOA ns1", "SOA ns2");
const LABEL = "zonepipe:allow-mname:example.com";

/** What a person who says yes to all is told, and whether anybody asked. */
async function judged(
  after: string,
  allowed: readonly string[],
  wrong: readonly string[] = [],
  invariants: readonly Danger[] = [],
) {
  let asked = false;
  const judge = judgeByHand({
    allowed: new Set(allowed),
    allowance: { by: "alice", at: "now" },
    agree: () => {
      asked = true;
      return Promise.resolve(undefined);
    },
  });
  const plan = planned(after);
  const { refusals } = await judge({
    plan,
    since: undefined,
    foreign: [],
    isLive: false,
    consequences: new Set(),
    wrong,
    invariants,
  });
  return { refusals, asked };
}

test("a danger needs its label, and nobody is asked before", async () => {
  expect(await judged(MNAME, [])).toEqual({
    refusals: [expect.stringContaining(`--allow ${LABEL} lets it out`)],
    asked: false,
  });
  expect(await judged(MNAME, [LABEL])).toEqual({ refusals: [], asked: true });
});

test("what is wrong with the plan no label and no word lets out", async () => {
  const wrong = ["zones/example.com.yaml: Serial 7 is what ns1 answers with other content"];
  expect(await judged(MNAME, [LABEL], wrong)).toEqual({ refusals: wrong, asked: false });
});

test("what a change does to an invariant needs its label, too", async () => {
  const label = "zonepipe:allow-invariant:mail";
  const invariants: Danger[] = [
    { zone: COM, kind: "invariant", message: "Invariant mail goes (it matters)", label },
  ];
  expect((await judged(BASE, [], [], invariants)).refusals).toEqual([
    `example.com.: Invariant mail goes (it matters); --allow ${label} lets it out`,
  ]);
  expect(await judged(BASE, [label], [], invariants)).toEqual({ refusals: [], asked: true });
});
