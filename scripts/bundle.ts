import { appendFileSync, chmodSync, copyFileSync, cpSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type OutputChunk, rolldown } from "rolldown";
import { lazyModules } from "./lazy-modules.ts";
import { bundledPackages, printLicences } from "./licences.ts";
import { DEFINED, PLAIN, programFile } from "./program-file.ts";

const ROOT = join(import.meta.dirname, "..");
const TARGET = "node24"; // GitHub's runtime of actions is the oldest Node that runs a bundle

/** A program that is shipped as one file. */
export interface Bundle {
  /** File name in the folder of bundles. */
  readonly file: string;
  /** Its entry point: its path from the root of the repository, or a whole one. */
  readonly entry: string;
  /** Which packages from npm it may hold. */
  readonly packages: "all" | readonly string[];
  /** Where their licences are: in a file beside it, or at its end, for one that goes about alone. */
  readonly licences: "beside" | "inside";
  /** Modules of Node that are looked up when they are used (see `lazyModules`). */
  readonly lazy?: readonly string[];
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

/** What is shipped. The other two start the server that lies beside them. */
export const BUNDLES: readonly Bundle[] = [
  { file: "action.js", entry: "src/action.ts", packages: "all", licences: "beside" },
  // An import of node:http has Node make all that it has, fetch and WebSocket among it, for one command that serves a page.
  { file: "cli.js", entry: "src/cli.ts", packages: "all", licences: "beside", lazy: ["node:http"] },
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
 * Writes a bundle to `folder`: one ESM file that needs nothing beside it, with the licences of the packages in it
 * at its end or in `<file>.licences.txt`. Gives its size in octets. Whatever rolldown warns of is an error.
 */
export async function writeBundle(bundle: Bundle, folder: string): Promise<number> {
  const { file, entry, packages: allowed, licences, head } = bundle;
  const chunk = await bundleModule(bundle, entry);
  const text = head === undefined ? chunk.code : await withHead(bundle, chunk, head);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), text);
  makeExecutable(join(folder, file), chunk);

  const packages = bundledPackages(chunk.moduleIds);
  const others = packages.filter(({ name }) => allowed !== "all" && !allowed.includes(name));
  if (others.length > 0)
    throw new Error(`${file} holds ${others.map(({ name }) => name).join(", ")}; expected no such packages`);
  if (packages.length > 0) {
    const text = printLicences(packages);
    if (licences === "beside") writeFileSync(join(folder, `${file}.licences.txt`), text);
    else appendFileSync(join(folder, file), `\n/*! This program holds:\n\n${inComment(text)}*/\n`);
  }
  return statSync(join(folder, file)).size;
}

/** One module of an entry point and all that it needs. */
async function bundleModule({ lazy = [], head }: Bundle, entry: string): Promise<OutputChunk> {
  const build = await rolldown({
    input: resolve(ROOT, entry),
    platform: "node",
    transform: { target: TARGET, ...(head === undefined ? {} : { define: DEFINED }) },
    plugins: [lazyModules(lazy)],
    onLog: (_level, log) => {
      throw new Error(`Cannot bundle ${entry}: ${log.message}`);
    },
  });
  const { output } = await build.generate({
    format: "esm",
    codeSplitting: false,
    ...(head === undefined ? {} : PLAIN),
  });
  await build.close();
  return output[0];
}

async function withHead(
  bundle: Bundle,
  { code }: OutputChunk,
  { entry, whole, part }: Head,
): Promise<string> {
  const [name, partEntry] = part;
  const beside = (path: string) => resolve(ROOT, dirname(bundle.entry), path);
  const { code: partCode } = await bundleModule(bundle, beside(partEntry));
  return await programFile({ [whole]: code, [name]: partCode }, beside(entry));
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

function makeExecutable(path: string, { code }: OutputChunk): void {
  if (code.startsWith("#!")) chmodSync(path, 0o755);
}
