import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { commentPage, proofCommentPage } from "./comment-page.ts";
import { docsIndex } from "./docs-index.ts";
import { generatedPages } from "./generated-pages.ts";
import { workflowAction } from "./workflow-action.ts";

const ROOT = join(import.meta.dirname, "..");

function write(path: string, text: string): void {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}

for (const [path, text] of generatedPages(ROOT)) write(path, text);
write("docs/README.md", docsIndex(join(ROOT, "docs"))); // last: it is made of what the others are
write(".github/action/action.yml", workflowAction(readFileSync(join(ROOT, "action.yml"), "utf8")));
process.chdir(ROOT); // the comment names its files from there
write("docs/pull-request-comment.md", await commentPage());
write("docs/proof-comment.md", await proofCommentPage());
