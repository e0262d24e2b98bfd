import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import type { bundleShipped, Shipped } from "./shipped.ts";

/** How one comes to a checkout to compare with. */
export const BASE_HELP = `DIR is the root of a checkout of another commit, which has node_modules of its own or a link to ours:
git worktree add --detach DIR COMMIT && ln -s "$PWD/node_modules" DIR/node_modules`;

/** The whole path of a checkout that was named, or what is wrong with it. */
export function findCheckout(named: string): string | { readonly error: string } {
  const checkout = resolve(named);
  const missing = ["package.json", "server/main.ts", "node_modules"].find(
    (path) => !existsSync(join(checkout, path)),
  );
  return missing === undefined
    ? checkout
    : { error: `--base ${named}: there is no ${missing} in it. ${BASE_HELP}` };
}

const load = createRequire(import.meta.url);

/** The programs of another checkout, bundled as it bundles them. */
export async function bundleOther(checkout: string, folder: string): Promise<Shipped> {
  const own = load(join(checkout, "bench/shipped.ts")) as { bundleShipped: typeof bundleShipped }; // in all that have it
  return await own.bundleShipped(folder);
}
