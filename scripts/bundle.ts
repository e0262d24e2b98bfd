import { appendFileSync, chmodSync, copyFileSync, cpSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type OutputChunk, rolldown } from "rolldown";
import { lazyModules } from "./lazy-modules.ts";
import { bundledPackages, printLicences } from "./licences.ts";
import { DEFINED, PLAIN, programFile } from "./program-file.ts";

const ROOT = join(import.meta.dirname, "..");
const TARGET = "node24"; // GitHub's runtime of actions is the oldest Node that runs a bundle

/** A program that is shipped as one file, or as a few. */
export interface Bundle {
  /** File name in the folder of bundles. Where it comes in parts, they are `<name>-<part>.js` beside it. */
  readonly file: string;
  /** Its entry point: its path from the root of the repository, or a whole one. */
  readonly entry: string;
  /** Which packages from npm it may hold. */
  readonly packages: "all" | readonly string[];
  /** Where their licences are: in a file beside it, or at its end, for one that goes about alone. */
  readonly licences: "beside" | "inside";
  /** Modules of Node that are looked up when they are used (see `lazyModules`). */
  readonly lazy?: readonly string[];
  /** What it imports by `import()` is in files of its own, which are read only then. */
  readonly inParts?: boolean;
  /** What starts it (see `programFile`); nothing where Node does. */
  readonly head?: Head;
}

/** What starts a program that is a function, or a part of it. Entry points are seen from the folder of the program's. */
export interface Head {
  /** Its entry point. */
  readonly entry: string;
  /** What it calls the program. */
  readonly whole: string;
  /** What it calls the part, and the entry point of that. */
  readonly part: readonly [name: string, entry: string];
}

/** An import of node:http has Node make all that it has, fetch and WebSocket among it, for one command that serves a page. */
const LAZY = ["node:http", "node:crypto", "node:zlib", "node:dgram", "node:dns"];

/** What is shipped. The other two start the server that lies beside them. */
export const BUNDLES: readonly Bundle[] = [
  { file: "action.js", entry: "src/action.ts", packages: "all", licences: "beside", lazy: LAZY },
  { file: "cli.js", entry: "src/cli.ts", packages: "all", licences: "beside", lazy: LAZY, inParts: true },
  {
    file: "server.js",
    entry: "server/main.ts",
    packages: ["@noble/curves", "@noble/hashes"],
    licences: "inside",
    lazy: [
      ...["node:crypto", "node:zlib", "node:dgram", "node:vm", "node:dns", "node:dns/promises"],
      ...["node:net", "node:util", "node:v8"],
    ],
    head: {
      entry: "start/head.ts",
      whole: "The server",
      part: ["Its threads that answer", "answering.ts"],
    },
  },
];

/**
 * What @actions/core imports to ask GitHub for a token, which we never do: a client for HTTP of 700 kB. They do nothing by being
 * loaded, so they are left out.
 */
const UNUSED = /[\\/]node_modules[\\/](@actions[\\/]http-client|undici)[\\/]/;

/**
 * Writes a bundle to `folder`: ESM that needs nothing beside it but its parts, with the licences of the packages in it
 * at its end or in `<file>.licences.txt`. Gives its size in octets. Whatever rolldown warns of is an error.
 */
export async function writeBundle(bundle: Bundle, folder: string): Promise<number> {
  const { file, entry, packages: allowed, licences, head } = bundle;
  const chunks = await bundleModule(bundle, entry);
  mkdirSync(folder, { recursive: true });
  for (const { fileName, code } of chunks) {
    writeFileSync(join(folder, fileName), head === undefined ? code : await withHead(bundle, code, head));
    makeExecutable(join(folder, fileName), code);
  }

  const packages = bundledPackages(chunks.flatMap(({ moduleIds }) => moduleIds));
  const others = packages.filter(({ name }) => allowed !== "all" && !allowed.includes(name));
  if (others.length > 0)
    throw new Error(`${file} holds ${others.map(({ name }) => name).join(", ")}; expected no such packages`);
  if (packages.length > 0) {
    const text = printLicences(packages);
    if (licences === "beside") writeFileSync(join(folder, `${file}.licences.txt`), text);
    else appendFileSync(join(folder, file), `\n/*! This program holds:\n\n${inComment(text)}*/\n`);
  }
  return chunks.reduce((octets, { fileName }) => octets + statSync(join(folder, fileName)).size, 0);
}

/** What an entry point needs as a module, and as more where it comes in parts. */
async function bundleModule(
  { file, lazy = [], head, inParts = false }: Bundle,
  entry: string,
): Promise<readonly OutputChunk[]> {
  const build = await rolldown({
    input: resolve(ROOT, entry),
    platform: "node",
    transform: { target: TARGET, ...(head === undefined ? {} : { define: DEFINED }) },
    treeshake: { moduleSideEffects: [{ test: UNUSED, sideEffects: false }] },
    plugins: [lazyModules(lazy)],
    onLog: (_level, log) => {
      throw new Error(`Cannot bundle ${entry}: ${log.message}`);
    },
  });
  const { output } = await build.generate({
    entryFileNames: file,
    chunkFileNames: `${basename(file, ".js")}-[name].js`,
    format: "esm",
    // What two parts need stands in one file, and not in one for each choice of parts that need it.
    codeSplitting: inParts && { groups: [{ name: "shared", minShareCount: 2 }] },
    ...(head === undefined ? {} : PLAIN),
  });
  await build.close();
  return output.filter((each) => each.type === "chunk");
}

async function withHead(bundle: Bundle, code: string, { entry, whole, part }: Head): Promise<string> {
  const [name, partEntry] = part;
  const beside = (path: string) => resolve(ROOT, dirname(bundle.entry), path);
  const [answering] = await bundleModule(bundle, beside(partEntry));
  return await programFile({ [whole]: code, [name]: answering!.code }, beside(entry)); // it is one module
}

/**
 * Puts beside the bundles what they read: the image's Dockerfile, for a deployment, and what `zonepipe init` makes a
 * new repository of.
 */
export function copyCompanions(folder: string): void {
  copyFileSync(join(ROOT, "Dockerfile"), join(folder, "Dockerfile"));
  const init = join(folder, "init");
  cpSync(join(ROOT, "examples/.github/workflows"), join(init, "workflows"), { recursive: true });
  cpSync(join(ROOT, "zones/_snippets"), join(init, "snippets"), { recursive: true });
  copyFileSync(join(ROOT, "fly.toml"), join(init, "fly.toml"));
  for (const schema of ["zone.schema.json", "_config.schema.json", "_invariants.schema.json"]) {
    cpSync(join(ROOT, "zones", schema), join(init, "schemas", schema));
  }
}

/** In ASCII, too: one other character, and all of the program takes twice the memory. */
function inComment(text: string): string {
  return text.replaceAll("*/", "* /").replaceAll(/[\u201c\u201d]/g, '"');
}

function makeExecutable(path: string, code: string): void {
  if (code.startsWith("#!")) chmodSync(path, 0o755);
}
