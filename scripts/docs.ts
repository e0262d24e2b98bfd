import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documented } from "./readme.ts";
import { rulesPage } from "./rules-page.ts";

const ROOT = join(import.meta.dirname, "..");
const README = join(ROOT, "README.md");

writeFileSync(README, documented(readFileSync(README, "utf8")));
mkdirSync(join(ROOT, "docs"), { recursive: true });
writeFileSync(join(ROOT, "docs/rules.md"), rulesPage());
