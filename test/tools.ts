import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * True when the program is on the PATH. Otherwise a test that needs it is skipped with a line that names the Debian
 * package, or fails at once where the run says that every tool must be there (`REQUIRE_TOOLS=1`, as CI does).
 */
export function requireTool(program: string, debianPackage: string): boolean {
  const found = searchPath().some((folder) => isExecutable(join(folder, program)));
  if (found) return true;
  const line = `${program} is not installed; it comes with Debian's package ${debianPackage}`;
  if (process.env["REQUIRE_TOOLS"] === "1") throw new Error(line);
  console.warn(`skipped: ${line}`);
  return false;
}

function searchPath(): string[] {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
