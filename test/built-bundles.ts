import { join } from "node:path";
import { BUNDLES, copyCompanions, writeBundle } from "../scripts/bundle.ts";
import { writeDnsLibrary } from "../scripts/dns-library.ts";
import { oncePerRun } from "./once-per-run.ts";

/** The folder of the bundles. */
export function builtBundles(): Promise<string> {
  return oncePerRun("bundles", async (folder) => {
    for (const bundle of BUNDLES) await writeBundle(bundle, folder);
    await writeDnsLibrary(folder);
    copyCompanions(folder);
  });
}

/** The built server among them: one file starts several times as fast as many whose types each thread has to strip. */
export async function builtServer(): Promise<string> {
  return join(await builtBundles(), "server.js");
}
