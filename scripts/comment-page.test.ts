import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requireTool } from "../test/tools.ts";
import { commentPage } from "./comment-page.ts";

test.skipIf(!requireTool("dig", "bind9-dnsutils"))(
  "docs/pull-request-comment.md is what the code says (npm run docs writes it)",
  async () => {
    const page = readFileSync(join(import.meta.dirname, "../docs/pull-request-comment.md"), "utf8");
    expect(await commentPage()).toBe(page);
  },
);
