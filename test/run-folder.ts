import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  /** What the set-up of a test run hands to its tests. */
  interface ProvidedContext {
    /** The folder for what is made once in a run, by the first test that needs it. */
    runFolder: string;
  }
}

/** A folder of one test run, and its end. */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-run-"));
  provide("runFolder", folder);
  // What starts many times in a run, vitest's own processes included, is compiled once.
  process.env.NODE_COMPILE_CACHE = join(folder, "cache");
  return () => rmSync(folder, { recursive: true });
}
