import { describe, expect, test } from "vitest";
import { readOptions } from "../../bench/server/options.ts";
import { chooseProcessors, readList } from "../../bench/server/processors.ts";
import { groupRows, LATENCY_ROWS, ROWS, SHORT_ROWS } from "../../bench/server/rows.ts";

describe("the words after server", () => {
  test("none: everything", () => {
    const options = readOptions([]);
    expect(options).toMatchObject({ rounds: 5, isKept: false, base: undefined });
    expect(options).toHaveProperty(
      "rows",
      ROWS.map(({ id }) => id),
    );
    expect(options).toHaveProperty("starts.length", 4);
  });

  test("--short", () =>
    expect(readOptions(["--short"])).toMatchObject({ rows: SHORT_ROWS, starts: [], latencyRounds: 0 }));

  test("--rows takes both kinds", () => {
    const words = ["--rows", "tcp,start-100", "--rounds", "2", "--seconds", "0.3"];
    expect(readOptions(words)).toMatchObject({
      rows: ["tcp"],
      starts: ["start-100"],
      rounds: 2,
      seconds: 0.3,
    });
  });

  test.each([
    ["a row that is not there", ["--rows", "exact,exakt"], "There is no row exakt"],
    ["no number", ["--rounds", "many"], "are numbers above 0"],
    ["nothing", ["--seconds", "0"], "are numbers above 0"],
    ["--base alone", ["--base", "."], "--base goes with --short"],
    ["--base that is kept", ["--short", "--keep", "--base", "."], "is not kept"],
    ["another word", ["--long"], "--long"],
  ])("%s is refused", (_, words, error) => {
    expect(readOptions(words)).toEqual({ error: expect.stringContaining(error) });
  });
});

test("rows that the same start answers stand together, each once", () => {
  const groups = groupRows(ROWS);
  expect(groups.map((rows) => `${rows[0]!.dataset} ${rows[0]!.address}`)).toEqual([
    ...["plain 127.0.0.1", "plain ::1", "plain 0.0.0.0", "plain ::"],
    ...["nsec 127.0.0.1", "nsec3 127.0.0.1", "zones 127.0.0.1", "names 127.0.0.1"],
  ]);
  const ids = ROWS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining([...SHORT_ROWS, ...LATENCY_ROWS]));
});

describe("processors", () => {
  test.each([
    ["0", [0]],
    ["0-1", [0, 1]],
    ["0,2-4", [0, 2, 3, 4]],
  ])("the list %s", (list, expected) => expect(readList(list)).toEqual(expected));

  test("who asks shares no core with the server", () => {
    expect(chooseProcessors(4, [0, 1])).toEqual({ server: "0", client: "2,3" });
    expect(chooseProcessors(2, [0])).toEqual({ server: "0", client: "1" });
    expect(() => chooseProcessors(2, [0, 1])).toThrow("Cannot measure on one core");
  });
});
