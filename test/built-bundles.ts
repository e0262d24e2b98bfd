import { existsSync, mkdirSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { BUNDLES, copyCompanions, writeBundle } from "../scripts/bundle.ts";

/** The folder of the bundles. The first test that asks builds them, for all tests of the run in all processes. */
export async function builtBundles(): Promise<string> {
  const folder = inject("bundles");
  const done = join(folder, "done");
  if (takeLock(join(folder, "lock"))) {
    try {
      for (const bundle of BUNDLES) await writeBundle(bundle, folder);
      copyCompanions(folder);
    } finally {
      writeFileSync(done, "");
    }
  } else {
    await appears(folder, done);
  }
  for (const { file } of BUNDLES) {
    if (!existsSync(join(folder, file))) throw new Error(`${file} could not be built: another test says why`);
  }
  return folder;
}

/** The built server among them: one file starts several times as fast as many whose types each thread has to strip. */
export async function builtServer(): Promise<string> {
  return join(await builtBundles(), "server.js");
}

function takeLock(path: string): boolean {
  try {
    mkdirSync(path); // fails when it is there, in all processes but one
    return true;
  } catch {
    return false;
  }
}

function appears(folder: string, file: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watcher = watch(folder, () => check());
  const check = () => {
    if (existsSync(file)) resolve();
  };
  check(); // it may have come before we looked
  return promise.finally(() => watcher.close());
}
