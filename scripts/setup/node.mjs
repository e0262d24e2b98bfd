import { spawnSync } from "node:child_process";
import { existsSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";

const OLDEST = 24; // runs TypeScript as it is, and is what GitHub runs actions with

/**
 * Makes sure that the `node` which scripts find is one that runs our source: the one that npm installed from the
 * lock file, or the machine's where npm has none that works here (musl, other systems). Throws where neither does.
 *
 * @param {string} root The folder of package.json.
 */
export function checkNode(root) {
  const node = join(root, "node_modules", ".bin", "node");
  if (existsSync(node)) {
    if (realpathSync(node) === realpathSync(process.execPath)) return;
    const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
    if (isNew(stdout)) return;
    rmSync(node); // it would stand in front of the machine's own on the PATH of npm's scripts
  }
  if (isNew(process.version)) return;
  throw new Error(
    `Node ${OLDEST} or later is needed. This is ${process.version}, and npm has no newer one that runs here ` +
      `(${process.platform} ${process.arch}).\nInstall a newer Node, then run the same command again.`,
  );
}

/** @param {string | null} version As `node --version` prints it; null when it did not run. */
function isNew(version) {
  return Number(version?.match(/^v(\d+)\./)?.[1] ?? 0) >= OLDEST;
}
