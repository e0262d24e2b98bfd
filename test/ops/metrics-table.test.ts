import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { metricsTable } from "./metrics-table.ts";

const METRICS_SOURCE = join(import.meta.dirname, "../../server/health");

test("the table has every metric that the code names", () => {
  const table = metricsTable();
  const code = readFileSync(join(METRICS_SOURCE, "server-metrics.ts"), "utf8");
  const made = [...code.matchAll(/\b(?:counter|gauge|histogram)\(\s*"(\w+)"/g)].map(
    ([, name]) => `zonepipe_${name}`,
  );
  expect(made.length).toBeGreaterThan(30);
  const told = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name!);
  expect(told.filter((name) => name.startsWith("zonepipe_")).sort()).toEqual(
    expect.arrayContaining(made.sort()),
  );
  expect(new Set(told).size).toBe(told.length);
});
