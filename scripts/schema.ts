import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { schemaFiles } from "./schema-files.ts";

const ROOT = join(import.meta.dirname, "..");

for (const [path, text] of schemaFiles()) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
  console.log(path);
}
