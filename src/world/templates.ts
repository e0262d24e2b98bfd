import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Templates } from "../init/new-files.ts";

/** Reads what a new repository is made of: beside this bundle, or from a clone of the repository. */
export function readTemplates(): Templates {
  const isClone = import.meta.url.endsWith(".ts");
  const at = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  const flyToml = at(isClone ? "../../fly.toml" : "./init/fly.toml");
  const workflows = at(isClone ? "../../examples/.github/workflows" : "./init/workflows");
  const schemas = at(isClone ? "../../zones" : "./init/schemas");
  return {
    schemas: new Map(
      ["zone.schema.json", "_config.schema.json", "_invariants.schema.json"].map((name) => [
        name,
        readFileSync(`${schemas}/${name}`, "utf8"),
      ]),
    ),
    flyToml: readFileSync(flyToml, "utf8"),
    workflows: new Map(
      readdirSync(workflows)
        .filter((name) => !BY_CHOICE.has(name))
        .toSorted()
        .map((name) => [name, readFileSync(`${workflows}/${name}`, "utf8")]),
    ),
  };
}

/** What not every repository needs, and what may push: whoever wants it copies it. */
const BY_CHOICE: ReadonlySet<string> = new Set(["expired.yml"]);
