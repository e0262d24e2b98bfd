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
  const functions = Object.entries(exported).filter(
    ([name, value]) => typeof value === "function" && name !== "default",
  );
  return functions.map(([name, value]) => exportOf(module, name, value)).join("");
}

function exportOf(module: string, name: string, value: object): string {
  const found = `process.getBuiltinModule(${JSON.stringify(module)})`;
  const real = `${found}.${name}`;
  const call = `function ${name}(...args) {
  const { ${name} } = ${found};
  return new.target === undefined ? ${name}(...args) : new ${name}(...args);
}`;
  const own = Reflect.ownKeys(value).filter((key) => typeof key !== "string" || !OF_ALL.includes(key));
  if (own.length === 0) return `export ${call}\n`;
  const properties = own.map((key) => propertyOf(real, key)).join(", ");
  return `export const ${name} = /* @__PURE__ */ Object.defineProperties(${call}, { ${properties} });\n`;
}

/** What every function has of its own, or every class. */
const OF_ALL = ["length", "name", "prototype", "arguments", "caller"];

/** What a function has of its own is looked up when it is asked for: class methods, and what `promisify` makes of it. */
function propertyOf(real: string, key: string | symbol): string {
  if (typeof key === "string") return `${JSON.stringify(key)}: { get: () => ${real}.${key} }`;
  // Node tells by a symbol of its own what a callback gets beside the error; only `promisify` of the function itself finds that.
  if (key.description === "customPromisifyArgs") {
    const promised = `process.getBuiltinModule("node:util").promisify(${real})`;
    return `[Symbol.for("nodejs.util.promisify.custom")]: { get: () => ${promised} }`;
  }
  const registered = Symbol.keyFor(key);
  if (registered !== undefined)
    return `[Symbol.for(${JSON.stringify(registered)})]: { get: () => ${real}[Symbol.for(${JSON.stringify(registered)})] }`;
  if (key === Symbol.hasInstance)
    return `[Symbol.hasInstance]: { get: () => ${real}[Symbol.hasInstance].bind(${real}) }`;
  throw new Error(`Cannot bundle: ${real} has a symbol that nobody else has, ${String(key)}`);
}
