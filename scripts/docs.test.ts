import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { docsIndex } from "./docs-index.ts";
import { generatedPages } from "./generated-pages.ts";

const ROOT = join(import.meta.dirname, "..");
const DOCS = join(ROOT, "docs");

const generated = generatedPages(ROOT);

test.each([...generated])("%s is as the code has it (npm run docs writes it)", (path, text) => {
  expect(text).toBe(readFileSync(join(ROOT, path), "utf8"));
});

test("docs/README.md lists the pages that there are", () => {
  expect(docsIndex(DOCS)).toBe(readFileSync(join(DOCS, "README.md"), "utf8"));
});

test("no page of a rule is left that no rule has", () => {
  expect(readdirSync(join(DOCS, "rules")).filter((file) => !generated.has(`docs/rules/${file}`))).toEqual([]);
});
