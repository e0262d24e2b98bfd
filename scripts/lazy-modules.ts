import type { Plugin } from "rolldown";

/**
 * Has a bundle look up functions of these modules of Node when they are first called: what a thread never calls of them is never made there. A
 * module that is looked up at the start takes its time, and memory, in every thread of the program. Only functions can be had so, and
 * a package may want more than those, so it gets what it imports.
 */
export function lazyModules(modules: readonly string[]): Plugin {
  return {
    name: "lazy-modules",
    resolveId: (source, importer = "") =>
      modules.includes(source) && !importer.includes("node_modules") ? `${PREFIX}${source}` : null,
    load: (id) => (id.startsWith(PREFIX) ? standIn(id.slice(PREFIX.length)) : null),
  };
}

const PREFIX = "\0lazy:";

/** A module with a function in the place of each; those that nobody calls are left out of the bundle. */
function standIn(module: string): string {
  const exported = process.getBuiltinModule(module);
  if (exported === undefined) throw new Error(`Cannot bundle: Node has no ${module}`);
  return Object.entries(exported)
    .filter(([name, value]) => typeof value === "function" && name !== "default")
    .map(
      ([name]) => `export function ${name}(...args) {
  const { ${name} } = process.getBuiltinModule(${JSON.stringify(module)});
  return new.target === undefined ? ${name}(...args) : new ${name}(...args);
}
`,
    )
    .join("");
}
