import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { schemaFiles } from "./schema-files.ts";

const ZONES = join(import.meta.dirname, "..", "zones");

for (const [name, text] of schemaFiles()) {
  writeFileSync(join(ZONES, name), text);
  console.log(`zones/${name}`);
}
