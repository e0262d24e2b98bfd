import { describe, expect, test } from "vitest";
import { chooseImages } from "./choose-image.ts";
import type { DeploymentRecord, Remembered } from "./ledger.ts";
import type { SurveyedMachine } from "./survey.ts";

const imageOf = (letter: string) => `registry.fly.io/dns@sha256:${letter.repeat(64)}`;
const commitOf = (letter: string) => letter.repeat(40);

function machine(app: string, id: string, letter: string): SurveyedMachine {
  const pinned = imageOf(letter);
  const image = { reference: pinned, digest: pinned.split("@")[1]!, pinned };
  return {
    app,
    machine: { id, region: "iad", state: "started", isReachable: true, image, checks: [], env: {} },
    check: checkOf(letter),
  };
}

const checkOf = (letter: string, inputs?: string): SurveyedMachine["check"] => ({
  build: { commit: commitOf(letter), inputs, zones: undefined },
  renumbers: true,
  takesKeyStates: true,
  keys: [],
  identity: "iad",
  healthy: true,
  zones: [],
  problems: [],
});

const HALF_DONE = `sha256:${"d".repeat(64)}`;

const before = (app: string, id: string, letter: string): DeploymentRecord["before"][number] => ({
  app,
  machine: id,
  region: "iad",
  image: imageOf(letter),
  commit: commitOf(letter),
});

const remember = (entries: DeploymentRecord["before"]): Remembered => ({
  last: { version: 1, commit: commitOf("c"), inputs: "", floors: {}, before: entries },
  unfinished: [],
  floors: new Map(),
});

const NOW = [machine("one", "m1", "c"), machine("one", "m2", "c"), machine("two", "m3", "c")];
const APPS = ["one", "two"];

const table = (choices: ReturnType<typeof chooseImages>) =>
  choices.flatMap(({ app, machines }) =>
    machines.map(({ machine: id, image, commit, expectation }) => {
      expect(expectation).toEqual({ image: image.split("@")[1] });
      return `${app} ${id} ${image.at(-1)} ${commit?.[0]}`;
    }),
  );

describe("what ran before the last deployment", () => {
  test("is brought back to each machine", () => {
    const known = remember([before("one", "m1", "a"), before("one", "m2", "b"), before("two", "m3", "a")]);
    expect(table(chooseImages({ kind: "before" }, APPS, NOW, known))).toEqual([
      "one m1 a a",
      "one m2 b b",
      "two m3 a a",
    ]);
  });

  test("a machine that came later gets what its app had; an app that came later is left alone", () => {
    const known = remember([before("one", "m1", "a")]);
    expect(table(chooseImages({ kind: "before" }, APPS, NOW, known))).toEqual(["one m1 a a", "one m2 a a"]);
  });

  test("a machine that has another id by now gets what ran in its region", () => {
    const known = remember([
      { ...before("one", "m8", "b"), region: "ams" },
      before("one", "m9", "a"),
      before("one", "m2", "b"),
    ]);
    expect(table(chooseImages({ kind: "before" }, ["one"], NOW, known))).toEqual([
      "one m1 a a",
      "one m2 b b",
    ]);
  });

  test("is brought back to a machine that nobody can ask, too, whose silence is no deployment half done", () => {
    const [first, ...rest] = NOW;
    const silent = { ...first!.machine, isReachable: false, image: undefined };
    const machines = [
      { ...first!, machine: silent, check: { fault: "Fly.io does not reach its host" } },
      ...rest,
    ];
    const known: Remembered = {
      ...remember([before("one", "m1", "a"), before("two", "m3", "a")]),
      unfinished: [
        {
          version: 1,
          commit: commitOf("d"),
          inputs: HALF_DONE,
          floors: {},
          before: [before("one", "m1", "c")],
        },
      ],
    };
    expect(table(chooseImages({ kind: "before" }, APPS, machines, known))).toEqual([
      "one m1 a a",
      "one m2 a a",
      "two m3 a a",
    ]);
    const wanted = { kind: "commit", commit: "ccccccc" } as const;
    expect(table(chooseImages(wanted, ["one"], machines, undefined))).toEqual(["one m1 c c", "one m2 c c"]);
  });

  test("is what ran before one that was left half done, where there is one", () => {
    const known: Remembered = {
      ...remember([before("one", "m1", "a"), before("two", "m3", "a")]),
      unfinished: [
        {
          version: 1,
          commit: commitOf("d"),
          inputs: HALF_DONE,
          floors: {},
          before: [before("one", "m1", "c"), before("two", "m3", "c")],
        },
      ],
    };
    const [, ...rest] = NOW;
    expect(table(chooseImages({ kind: "before" }, APPS, NOW, known))[0]).toBe("one m1 a a");
    const mixed = [{ ...machine("one", "m1", "d"), check: checkOf("d", HALF_DONE) }, ...rest];
    expect(table(chooseImages({ kind: "before" }, APPS, mixed, known))).toEqual([
      "one m1 c c",
      "one m2 c c",
      "two m3 c c",
    ]);
  });

  test.each([
    ["without GitHub", undefined, "GitHub was not asked"],
    ["without a deployment", { unfinished: [], floors: new Map() }, "no deployment that succeeded"],
  ])("%s it is not known, and not guessed", (_, known, why) => {
    expect(() => chooseImages({ kind: "before" }, APPS, NOW, known)).toThrow(why);
  });
});

describe("an image that is named", () => {
  test("by its commit is found among those that ran, for every app", () => {
    const known = remember([before("one", "m1", "a")]);
    const wanted = { kind: "commit", commit: "aaaaaaa" } as const;
    expect(table(chooseImages(wanted, APPS, NOW, known))).toEqual(["one m1 a a", "one m2 a a", "two m3 a a"]);
  });

  test("by its commit is found on a machine that still runs it", () => {
    const mixed = [...NOW.slice(0, 2), machine("two", "m3", "b")];
    const wanted = { kind: "commit", commit: "bbbbbbb" } as const;
    expect(table(chooseImages(wanted, APPS, mixed, undefined))).toEqual([
      "one m1 b b",
      "one m2 b b",
      "two m3 b b",
    ]);
  });

  test("by a commit that nobody knows is an error", () => {
    const wanted = { kind: "commit", commit: "ddddddd" } as const;
    expect(() => chooseImages(wanted, APPS, NOW, undefined)).toThrow(
      "Cannot find an image of commit ddddddd",
    );
  });

  test("by its digest goes to every machine, with its commit where that is known", () => {
    const wanted = { kind: "image", image: imageOf("c") } as const;
    expect(table(chooseImages(wanted, APPS, NOW, undefined))).toEqual([
      "one m1 c c",
      "one m2 c c",
      "two m3 c c",
    ]);
  });
});
