import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { type Import, type Module, readModule } from "./module.ts";
import { type Rooms, roomOf } from "./rooms.ts";

/** What the files of one top-level folder may import. */
interface Arrows {
  /** Top-level folders. */
  readonly folders: readonly string[];
  readonly builtins: "all" | readonly string[];
  /** A list names the few that there may be, each with a reason beside it. */
  readonly packages: "all" | "dependencies" | readonly string[];
}

const ARROWS: { readonly [folder: string]: Arrows } = {
  // What the RFCs say is pure: of Node it takes only what computes.
  dns: { folders: ["dns"], builtins: ["node:buffer", "node:crypto", "node:zlib"], packages: [] },
  // Signatures are the same on every machine by RFC 6979, which node:crypto does not make; where its OpenSSL cannot be called
  // itself, this stands in. What we would write in its place would be cryptography of our own.
  server: { folders: ["dns", "server"], builtins: "all", packages: ["@noble/curves"] },
  // What stands in for Node in a bundle for browsers reaches nothing of Node. Hash functions there are only promises, and
  // `dns/` waits for nobody.
  browser: { folders: ["browser"], builtins: [], packages: ["@noble/hashes"] },
  // The one that has both sides: a page without sockets, where the pipeline's zones and the nameserver's answers meet in one
  // thread. Nobody but a script imports it.
  playground: { folders: ["dns", "server", "src", "playground"], builtins: ["node:crypto"], packages: [] },
  src: { folders: ["dns", "src"], builtins: "all", packages: "dependencies" },
  scripts: { folders: ["dns", "src", "playground", "scripts"], builtins: "all", packages: "all" },
  bench: { folders: ["dns", "server", "src", "scripts", "bench"], builtins: "all", packages: "all" },
  test: {
    folders: ["dns", "server", "src", "scripts", "bench", "browser", "playground", "test"],
    builtins: "all",
    packages: "all",
  },
};

/**
 * `$INCLUDE` from disk has the same limits in the pipeline and in the server, which meet nowhere but in `dns/`. It is an
 * argument of the reader, and nothing else in `dns/` touches the disk.
 */
const READS_DISK: { readonly [file: string]: readonly string[] } = {
  "dns/zone-file/include-files.ts": ["node:fs", "node:path"],
  "dns/zone-file/read-plain-file.ts": ["node:fs"],
};

/** What others may use of `dns/` is said in one list: the one barrel that there is. Inside, nobody imports it. */
const SURFACE = "dns/index.ts";

/**
 * Every place where source files break the architecture, as `path:line says what`: an arrow that points the wrong
 * way, between folders or between the rooms of one, a file without a room, a cycle, a default export, a barrel, an export
 * without a doc comment.
 *
 * @param sources Paths from the root, with slashes, and what the files hold.
 * @param dependencies The packages that the product may use (`dependencies` in package.json).
 * @param rooms The order of the rooms, for the folders that have any.
 */
export function violations(
  sources: ReadonlyMap<string, string>,
  dependencies: readonly string[],
  rooms: Rooms,
): string[] {
  const modules = [...sources].map(([path, source]) => readModule(path, source));
  const inTree = (path: string) => sources.has(path);
  return [
    ...modules.flatMap((module) => wrongArrows(module, inTree, dependencies)),
    ...modules.flatMap((module) => wrongRooms(module, rooms)),
    ...modules.flatMap(wrongExports),
    ...cycles(modules),
  ].sort();
}

function wrongArrows(
  module: Module,
  inTree: (path: string) => boolean,
  dependencies: readonly string[],
): string[] {
  const [folder] = module.path.split("/");
  const arrows = ARROWS[folder ?? ""];
  if (arrows === undefined) return [`${module.path}:1 stands in a folder that has no rule`];
  const isTest = module.path.endsWith(".test.ts");

  return module.imports.flatMap((imported) => {
    const fault = faultOf(imported);
    return fault === undefined ? [] : [`${module.path}:${imported.line} imports ${fault}`];
  });

  function faultOf({ specifier }: Import): string | undefined {
    if (specifier === undefined) return "what only a run can tell; write the path as plain text";
    const target = resolve(module.path, specifier);
    if (target !== undefined) return faultOfFile(target);
    if (isBuiltin(specifier)) return faultOfBuiltin(specifier);
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    if (isTest || arrows?.packages === "all") return undefined;
    if (arrows !== undefined && arrows.packages !== "dependencies" && !arrows.packages.includes(name))
      return `the package ${name}; ${folder}/ uses no packages${arrows.packages.map((one) => ` but ${one}`).join("")}`;
    return dependencies.includes(name) ? undefined : `the package ${name}, which is not in "dependencies"`;
  }

  function faultOfFile(target: string): string | undefined {
    if (target === "package.json") return undefined;
    const [other = ""] = target.split("/");
    if (!arrows?.folders.includes(other) && !(isTest && other === "test")) {
      return `${target}; ${folder}/ may import from ${arrows?.folders.map((name) => `${name}/`).join(", ")} only`;
    }
    if (target === SURFACE) return `${target}, which is for others`;
    if (target.endsWith(".test.ts")) return `${target}, a test`;
    return inTree(target) ? undefined : `${target}, which is not there`;
  }

  function faultOfBuiltin(specifier: string): string | undefined {
    if (!specifier.startsWith("node:")) return `${specifier}; write node:${specifier}`;
    if (isTest || arrows?.builtins === "all" || arrows?.builtins.includes(specifier)) return undefined;
    if (READS_DISK[module.path]?.includes(specifier)) return undefined;
    return `${specifier}; ${folder}/ is pure`;
  }
}

/** Arrows that run upward. A test beside the code may look wherever it likes. */
function wrongRooms({ path, imports }: Module, rooms: Rooms): string[] {
  const [folder = ""] = path.split("/");
  const order = rooms[folder];
  if (order === undefined || path.endsWith(".test.ts")) return [];
  const room = roomOf(path, order);
  if (room === undefined)
    return [`${path}:1 stands in no room of ${folder}/; see test/architecture/rooms.ts`];
  return imports.flatMap(({ specifier = "", line }) => {
    const target = resolve(path, specifier);
    if (target?.split("/").at(0) !== folder) return [];
    const other = roomOf(target, order);
    if (other === undefined || order.indexOf(other) <= order.indexOf(room)) return [];
    return [`${path}:${line} imports ${target}; ${room} stands below ${other}`];
  });
}

function wrongExports({ path, exports }: Module): string[] {
  return exports.flatMap(({ line, kind, text, documented }) => {
    const at = `${path}:${line}`;
    switch (kind) {
      case "default":
        return [`${at} has a default export`];
      case "re-export":
        if (path === SURFACE && !text.startsWith("export *")) return [];
        return [`${at} is a barrel: ${text}`];
      case "list":
        return [`${at} exports in a list: ${text}; write export where the thing is declared`];
      case "declaration":
        return documented ? [] : [`${at} has no doc comment: ${text}`];
      default:
        return kind satisfies never;
    }
  });
}

/** Every cycle that a walk along the imports meets, each said once. */
function cycles(modules: readonly Module[]): string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const done = new Set<string>();
  const found: string[] = [];
  for (const { path } of modules) walk(path, []);
  return found;

  function walk(path: string, trail: readonly string[]): void {
    const start = trail.indexOf(path);
    if (start !== -1) {
      found.push(`${path}:1 is in a cycle: ${[...trail.slice(start), path].join(" → ")}`);
      return;
    }
    if (done.has(path)) return;
    const targets = byPath.get(path)?.imports.map(({ specifier }) => resolve(path, specifier ?? ""));
    for (const target of new Set(targets)) if (target !== undefined) walk(target, [...trail, path]);
    done.add(path);
  }
}

/** The file in the repository that a relative import names. */
function resolve(from: string, specifier: string): string | undefined {
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : undefined;
}
