import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documented } from "./readme.ts";

test("the README has the record types and commands as they are (npm run docs writes them)", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  expect(documented(readme)).toBe(readme);
});
