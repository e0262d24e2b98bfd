import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documented } from "./readme.ts";

const README = join(import.meta.dirname, "../README.md");

writeFileSync(README, documented(readFileSync(README, "utf8")));
