import { join } from "node:path";
import { isInstalled } from "./installed.mjs";
import { withLock } from "./lock.mjs";
import { step } from "./step.mjs";

// Whatever the user's npm is set to: no install scripts (nothing here needs one), all that the lock file has.
const NPM_CI =
  "ci --ignore-scripts --include=dev --include=optional --no-audit --no-fund --loglevel=error".split(" ");

/**
 * Installs the packages of the lock file, Node among them. Runs that come at the same time wait for the first.
 *
 * @param {string} root The folder of package.json.
 */
export async function install(root) {
  await withLock(join(root, ".setup-lock"), async (handTo) => {
    if (isInstalled(root)) return; // by the run that we waited for
    await step("Installing packages and Node from package-lock.json", npm(), {
      cwd: root,
      endBy: "SIGKILL", // npm would take its time to undo what the next installation removes anyway
      onStart: handTo,
    });
    if (isInstalled(root)) return;
    throw new Error(
      "npm ci succeeded, but node_modules is not what package-lock.json says: a package for this machine is missing.\n" +
        "Try again; if that does not help, see which one `npm ls --all` misses.",
    );
  });
}

/** The npm that runs this script, else the one on the PATH. */
function npm() {
  const { npm_execpath: npmCli, npm_node_execpath: node } = process.env;
  if (npmCli?.endsWith("npm-cli.js") && node !== undefined) return [node, npmCli, ...NPM_CI];
  return ["npm", ...NPM_CI];
}
