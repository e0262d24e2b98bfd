import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtWorld } from "../test/built-world.ts";
import { requireTool } from "../test/tools.ts";
import { commentPage, proofCommentPage } from "./comment-page.ts";

test.skipIf(!requireTool("dig", "bind9-dnsutils")).each([
  ["pull-request-comment", commentPage],
  ["proof-comment", proofCommentPage],
])("docs/%s.md is what the code says (npm run docs writes it)", async (name, make) => {
  const page = readFileSync(join(import.meta.dirname, `../docs/${name}.md`), "utf8");
  expect(await make(await builtWorld())).toBe(page);
});
