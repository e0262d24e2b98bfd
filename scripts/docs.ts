import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commentPage } from "./comment-page.ts";
import { documented } from "./readme.ts";
import { rulesPage } from "./rules-page.ts";
import { workflowAction } from "./workflow-action.ts";

const ROOT = join(import.meta.dirname, "..");
const README = join(ROOT, "README.md");

writeFileSync(README, documented(readFileSync(README, "utf8")));
mkdirSync(join(ROOT, "docs"), { recursive: true });
writeFileSync(join(ROOT, "docs/rules.md"), rulesPage());
writeFileSync(
  join(ROOT, ".github/action/action.yml"),
  workflowAction(readFileSync(join(ROOT, "action.yml"), "utf8")),
);
process.chdir(ROOT); // the comment names its files from there
writeFileSync(join(ROOT, "docs/pull-request-comment.md"), await commentPage());
