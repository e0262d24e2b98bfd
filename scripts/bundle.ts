import { chmodSync, copyFileSync, cpSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type OutputChunk, rolldown } from "rolldown";
import { bundledPackages, printLicences } from "./licences.ts";

const ROOT = join(import.meta.dirname, "..");
const TARGET = "node24"; // GitHub's runtime of actions is the oldest Node that runs a bundle

/** A program that is shipped as one file. */
export interface Bundle {
  /** File name in the folder of bundles. */
  readonly file: string;
  /** Its entry point: its path from the root of the repository, or a whole one. */
  readonly entry: string;
  /** It may hold packages from npm. */
  readonly mayUsePackages: boolean;
}

/** What is shipped. The other two start the server that lies beside them. */
export const BUNDLES: readonly Bundle[] = [
  { file: "action.js", entry: "src/action.ts", mayUsePackages: true },
  { file: "cli.js", entry: "src/cli.ts", mayUsePackages: true },
  { file: "server.js", entry: "server/main.ts", mayUsePackages: false },
];

/**
 * Writes a bundle to `folder`: one ESM file that needs nothing beside it, and `<file>.licences.txt` with the licences
 * of the packages in it. Gives its size in octets. Whatever rolldown warns of is an error.
 */
export async function writeBundle({ file, entry, mayUsePackages }: Bundle, folder: string): Promise<number> {
  const build = await rolldown({
    input: resolve(ROOT, entry),
    platform: "node",
    transform: { target: TARGET },
    onLog: (_level, log) => {
      throw new Error(`Cannot bundle ${entry}: ${log.message}`);
    },
  });
  const output = await build.write({
    dir: folder,
    entryFileNames: file,
    format: "esm",
    codeSplitting: false,
  });
  await build.close();
  const [chunk] = output.output;
  makeExecutable(join(folder, file), chunk);

  const packages = bundledPackages(chunk.moduleIds);
  if (packages.length > 0) {
    if (!mayUsePackages)
      throw new Error(`${file} holds ${packages.map(({ name }) => name).join(", ")}; expected no packages`);
    writeFileSync(join(folder, `${file}.licences.txt`), printLicences(packages));
  }
  return Buffer.byteLength(chunk.code);
}

/**
 * Puts beside the bundles what they read: the image's Dockerfile, for a deployment, and what `zonepipe init` makes a
 * new repository of.
 */
export function copyCompanions(folder: string): void {
  copyFileSync(join(ROOT, "Dockerfile"), join(folder, "Dockerfile"));
  const init = join(folder, "init");
  cpSync(join(ROOT, "examples/.github/workflows"), join(init, "workflows"), { recursive: true });
  copyFileSync(join(ROOT, "fly.toml"), join(init, "fly.toml"));
  for (const schema of ["zone.schema.json", "_config.schema.json", "_invariants.schema.json"]) {
    cpSync(join(ROOT, "zones", schema), join(init, "schemas", schema));
  }
}

function makeExecutable(path: string, { code }: OutputChunk): void {
  if (code.startsWith("#!")) chmodSync(path, 0o755);
}
