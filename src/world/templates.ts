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
  const snippets = at(isClone ? "../../zones/_snippets" : "./init/snippets");
  return {
    snippets: filesIn(snippets),
    schemas: new Map(
      ["zone.schema.json", "_config.schema.json", "_invariants.schema.json"].map((name) => [
        name,
        readFileSync(`${schemas}/${name}`, "utf8"),
      ]),
    ),
    flyToml: readFileSync(flyToml, "utf8"),
    workflows: filesIn(workflows, BY_CHOICE),
  };
}

/** What not every repository needs, and what may push: whoever wants it copies it. */
const BY_CHOICE: ReadonlySet<string> = new Set(["expired.yml"]);

/** All files of a folder that has nothing else, by name, without some. */
function filesIn(folder: string, without: ReadonlySet<string> = new Set()): Map<string, string> {
  return new Map(
    readdirSync(folder)
      .filter((name) => !without.has(name))
      .toSorted()
      .map((name) => [name, readFileSync(`${folder}/${name}`, "utf8")]),
  );
}
