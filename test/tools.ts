import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Debian's own Python: another one that stands first on the PATH does not see Debian's Python packages. */
export const DEBIAN_PYTHON = "/usr/bin/python3";

/**
 * True when the program is on the PATH (to which `vitest.config.ts` adds the folders of system daemons). Otherwise a
 * test that needs it is skipped with a line that names the Debian package, or fails at once where the run says that
 * every tool must be there (`REQUIRE_TOOLS=1`, as CI does).
 */
export function requireTool(program: string, debianPackage: string): boolean {
  return present(programPath(program) !== undefined, program, debianPackage);
}

/** Where the program is, by the PATH; undefined where it is not. */
export function programPath(program: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

/**
 * The same for dnspython, run as `DEBIAN_PYTHON -I -c SCRIPT`: without `-I`, Python would take our folder `dns/` for
 * a part of the package `dns`.
 */
export function requireDnspython(): boolean {
  return present(canImportDnspython(), "dnspython", "python3-dnspython");
}

function present(found: boolean, tool: string, debianPackage: string): boolean {
  if (found) return true;
  const line = `${tool} is not installed; it comes with Debian's package ${debianPackage}`;
  if (process.env.REQUIRE_TOOLS === "1") throw new Error(line);
  console.warn(`skipped: ${line}`);
  return false;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function canImportDnspython(): boolean {
  try {
    execFileSync(DEBIAN_PYTHON, ["-I", "-c", "import dns.version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
