import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RULES } from "../src/lint/rules.ts";
import { rulesPage } from "./rules-page.ts";

test("docs/rules.md has the rules as they are (npm run docs writes it)", () => {
  expect(rulesPage()).toBe(readFileSync(join(import.meta.dirname, "../docs/rules.md"), "utf8"));
});

test("every rule has a section", () => {
  const page = rulesPage();
  expect(RULES.filter(({ id }) => !page.includes(`\n### ${id}\n`))).toEqual([]);
});
