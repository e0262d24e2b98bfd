/**
 * What every script in package.json runs first: a fresh clone becomes ready to work, a ready one is left alone.
 * Plain JavaScript without packages, because it runs before any are there, on the Node that the machine has.
 *
 * package.json calls the next command as `env node …`: the shell remembers where it found `node` before the
 * installation, and `env` looks again.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { bringDig } from "./setup/dig.mjs";
import { install } from "./setup/install.mjs";
import { isInstalled } from "./setup/installed.mjs";
import { checkNode } from "./setup/node.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  if (!isInstalled(root)) await install(root);
  checkNode(root);
  if (process.argv.includes("--dig")) await bringDig();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
