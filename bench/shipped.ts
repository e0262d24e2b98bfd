import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BUNDLES, type Bundle, writeBundle } from "../scripts/bundle.ts";

/** The programs that are measured, as one file each. */
export interface Shipped {
  readonly action: string;
  readonly cli: string;
  readonly server: string;
  /** `bench/plan-folders.ts`, made in the same way. */
  readonly planFolders: string;
  /** `bench/prove-folders.ts`, made in the same way. */
  readonly proveFolders: string;
  /** `bench/ask-pipe.ts`, too. */
  readonly askPipe: string;
  /** `bench/sign-file.ts`, made in the same way. */
  readonly signFile: string;
}

/**
 * Bundles the programs into a folder, as they are shipped: who runs them does not wait until 200 files are stripped
 * of their types.
 */
export async function bundleShipped(folder: string): Promise<Shipped> {
  console.log("Bundling …");
  await mkdir(folder, { recursive: true });
  // As it lies beside them where they are installed: without it Node compiles each twice to find out that it is a module.
  await writeFile(join(folder, "package.json"), '{"type":"module"}\n');
  const drivers = ["plan-folders", "prove-folders", "ask-pipe", "sign-file"].map(
    (name): Bundle => ({
      file: `${name}.js`,
      entry: `bench/${name}.ts`,
      packages: "all",
      licences: "beside",
    }),
  );
  for (const bundle of [...BUNDLES, ...drivers]) await writeBundle(bundle, folder);
  return {
    action: join(folder, "action.js"),
    cli: join(folder, "cli.js"),
    server: join(folder, "server.js"),
    planFolders: join(folder, "plan-folders.js"),
    proveFolders: join(folder, "prove-folders.js"),
    askPipe: join(folder, "ask-pipe.js"),
    signFile: join(folder, "sign-file.js"),
  };
}
