import { describe, expect, test } from "vitest";
import { type FakeFly, fakeFly } from "../../test/fakes/fly-in-memory.ts";
import {
  isSpentKnown,
  reservedOnMachines,
  SPENT,
  spentOnMachines,
  spentVariable,
} from "./spent-on-machines.ts";

const machine = (id: string, spent?: string) => ({ id, env: spent === undefined ? {} : { [SPENT]: spent } });

test("what is written on a machine is read again", () => {
  const floors = new Map([
    ["example.com.", 7],
    [".", 4294967295],
  ]);
  const { [SPENT]: text } = spentVariable(floors);
  expect(text).toBe(".=4294967295 example.com.=7");
  expect(spentOnMachines([machine("m1", text)])).toEqual(floors);
});

test("of several machines the greatest serial counts, as serials go (RFC 1982)", () => {
  const machines = [machine("m1", "a.=4294967295 b.=5"), machine("m2", "a.=2 b.=4"), machine("m3")];
  expect(spentOnMachines(machines)).toEqual(
    new Map([
      ["a.", 2],
      ["b.", 5],
    ]),
  );
});

test("what is reserved for going back stands behind the serial, and is not spent", () => {
  const { [SPENT]: text } = spentVariable(
    new Map([
      ["a.", 4294967295],
      ["b.", 7],
      ["c.", 3],
    ]),
    new Map([
      ["a.", 1],
      ["b.", 7],
    ]),
  );
  expect(text).toBe("a.=4294967295+2 b.=7 c.=3");
  expect(spentOnMachines([machine("m1", text)]).get("a.")).toBe(4294967295);
  expect(reservedOnMachines([machine("m1", text)])).toEqual(
    new Map([
      ["a.", 1],
      ["b.", 7],
      ["c.", 3],
    ]),
  );
});

test.each(["example.com=7", "example.com.=x", "example.com.=4294967296", "7"])(
  "%j stops everything",
  (text) => {
    expect(() => spentOnMachines([machine("m1", text)])).toThrow("Cannot read ZONEPIPE_SPENT of machine m1");
  },
);

describe("without GitHub, the spent serials", () => {
  const apps = (machines: { readonly id: string; readonly spent?: string }[], releases: number): FakeFly => ({
    ...fakeFly({}),
    machines: () =>
      Promise.resolve(
        machines.map(({ id, spent }) => ({
          ...machine(id, spent),
          region: "iad",
          state: "started",
          isReachable: true,
          image: { reference: "", digest: "", pinned: "" },
          checks: [],
        })),
      ),
    releases: () =>
      Promise.resolve(
        Array.from({ length: releases }, (_, version) => ({
          version,
          status: "complete",
          image: "",
          createdAt: "",
        })),
      ),
  });
  test.each<[string, FakeFly, boolean]>([
    ["are on a machine", apps([{ id: "m1" }, { id: "m2", spent: "a.=1" }], 2), true],
    ["are on none", apps([{ id: "m1" }], 2), false],
    ["are none, for nothing was released", apps([], 0), true],
    ["may be gone with the machines", apps([], 1), false],
  ])("%s: %s", async (_, fly, known) => {
    expect(await isSpentKnown(["dns"], fly)).toBe(known);
  });
});
