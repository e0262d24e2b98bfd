import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readResult } from "../../bench/server/compare.ts";
import { plotResult } from "../../bench/server/plot.ts";
import { printResult } from "../../bench/server/print-result.ts";
import { summariseRow } from "../../bench/server/summary.ts";
import { madeRow } from "./made-result.ts";

const GOLDEN = join(import.meta.dirname, "golden");
const recorded = readResult(join(GOLDEN, "recorded.json"));

test("a recorded run as tables", async () => {
  await expect(printResult(recorded)).toMatchFileSnapshot(join(GOLDEN, "recorded.md"));
});

test("a recorded run as a plot", async () => {
  await expect(plotResult(recorded)).toMatchFileSnapshot(join(GOLDEN, "recorded.svg"));
  expect(plotResult(recorded)).toContain("prefers-color-scheme: dark");
});

test("the page on how this is measured refers to the last run that was kept, and to no other", () => {
  const root = join(import.meta.dirname, "../..");
  const page = readFileSync(join(root, "docs/explanation/speed-of-the-server.md"), "utf8");
  const kept = globSync("bench/results/*-server.json", { cwd: root }).sort().at(-1);
  const expected = kept === undefined ? [] : [kept.replace(/.*(\d{4}-\d\d-\d\d)-server.json/, "$1")];
  const named = [...page.matchAll(/results\/(\d{4}-\d\d-\d\d)-server/g)].map(([, day]) => day);
  expect([...new Set(named)]).toEqual(expected);
});

test("ours is compared with the better of NSD and Knot, round by round, and with the echo", () => {
  const row = madeRow("exact", {
    zonepipe: [3, 6, 3],
    NSD: [5, 5, 5],
    Knot: [4, 8, 4],
    BIND: [1, 1, 1], // it is shown, and is not what we measure ourselves by
    "C echo": [2, 4, 2],
  });
  expect(summariseRow(row)).toMatchObject({
    better: "Knot",
    ratio: { median: 0.75, least: 0.75, most: 0.75 },
    toEcho: { median: 1.5, least: 1.5, most: 1.5 },
  });
});

test("without peers nothing is compared", () => {
  expect(summariseRow(madeRow("exact", { zonepipe: [3] }))).toMatchObject({
    better: undefined,
    ratio: undefined,
  });
});
