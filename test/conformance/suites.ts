import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, "../..");

/** Test data that others wrote, with the scripts that put it to a server; it stands beside the repository. */
export const SUITES = join(ROOT, "../shared/conformance");

/** Like `requireTool`: without the suites there is a line and nothing to run, or a failure under `REQUIRE_TOOLS=1`. */
export function requireSuites(): boolean {
  if (existsSync(join(SUITES, "run.py"))) return true;
  const line = `the conformance suites are not at ${SUITES}`;
  if (process.env.REQUIRE_TOOLS === "1") throw new Error(line);
  console.warn(`skipped: ${line}`);
  return false;
}

/** The lines of a suite, a value in JSON each. */
export function linesOf(file: string): unknown[] {
  const text = gunzipSync(readFileSync(join(SUITES, file))).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
