import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KNOWN_DIFFERENCES } from "./known-differences.ts";
import { printTable } from "./print-table.ts";

test("known-differences.md is what `npm run differential -- --table` prints", () => {
  const page = readFileSync(join(import.meta.dirname, "known-differences.md"), "utf8");
  expect(page).toBe(printTable());
});

test("every known difference has an id of its own and names an RFC", () => {
  expect(new Set(KNOWN_DIFFERENCES.map(({ id }) => id)).size).toBe(KNOWN_DIFFERENCES.length);
  for (const { rfc } of KNOWN_DIFFERENCES) expect(rfc).toMatch(/^RFC \d{4} §/);
});
