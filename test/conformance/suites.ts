import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, "../..");

/** Where the suites are looked for: what `CONFORMANCE` says, or beside the repository. */
export function suitesFolder({ CONFORMANCE }: Environment): string {
  return resolve(ROOT, CONFORMANCE ?? "../shared/conformance");
}

/** The variables that say where the suites are and whether they must be there. */
interface Environment {
  /** A folder, relative to the repository; or `none` where there are no suites. */
  readonly CONFORMANCE?: string | undefined;
  readonly REQUIRE_TOOLS?: string | undefined;
}

/**
 * Like `requireTool`: without the suites there is a line and nothing to run, or a failure under `REQUIRE_TOOLS=1`. They
 * are no part of the repository, so that a run which must do without them can say so: `CONFORMANCE=none`.
 */
export function requireSuites(environment: Environment): boolean {
  const folder = suitesFolder(environment);
  const isWaived = environment.CONFORMANCE === "none";
  if (!isWaived && existsSync(join(folder, "run.py"))) return true;
  const line = isWaived ? "CONFORMANCE=none: no conformance suites" : `no conformance suites at ${folder}`;
  if (!isWaived && environment.REQUIRE_TOOLS === "1") {
    throw new Error(`${line}; set CONFORMANCE to their folder, or to "none"`);
  }
  console.warn(`skipped: ${line}`);
  return false;
}

/** The lines of a suite, a value in JSON each. */
export function linesOf(folder: string, file: string): unknown[] {
  const bytes = readFileSync(join(folder, file));
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
