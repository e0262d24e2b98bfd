import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { BUNDLES, copyCompanions, writeBundle } from "../scripts/bundle.ts";
import { writeDnsLibrary } from "../scripts/dns-library.ts";
import { oncePerRun } from "./once-per-run.ts";

/** The folder of the bundles. */
export function builtBundles(): Promise<string> {
  return oncePerRun("bundles", async (folder) => {
    for (const bundle of BUNDLES) await writeBundle(bundle, folder);
    await writeDnsLibrary(folder);
    copyCompanions(folder);
    // As in the repository, in a release of it and in an image: else Node reads each bundle twice, to see that it is a module.
    writeFileSync(join(folder, "package.json"), '{"type":"module"}\n');
    await keepCode(folder);
  });
}

/** Has the server write what V8 compiles of it, as in an image: hundreds of starts take half of the time. Only Linux has what that needs. */
async function keepCode(folder: string): Promise<void> {
  if (process.platform !== "linux") return;
  const zones = join(folder, "small");
  mkdirSync(zones);
  writeFileSync(join(zones, "example.com.zone"), "@ 60 SOA ns host 1 60 60 60 60\n@ 60 NS ns.example.net.\n");
  const words = [join(folder, "server.js"), "--zones", zones, "--write-code"];
  await promisify(execFile)(process.execPath, words);
  rmSync(zones, { recursive: true });
}

/** The built command line among them. */
export async function builtCommandLine(): Promise<string> {
  return join(await builtBundles(), "cli.js");
}

/** The built server among them: one file starts several times as fast as many whose types each thread has to strip. */
export async function builtServer(): Promise<string> {
  return join(await builtBundles(), "server.js");
}
