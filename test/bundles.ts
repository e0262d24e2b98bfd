import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  /** What the set-up of a test run hands to its tests. */
  interface ProvidedContext {
    /** The folder that the bundles are built into by the first test that needs them. */
    bundles: string;
  }
}

/** A folder for the bundles and for compiled code of one test run, and its end. */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-bundles-"));
  provide("bundles", folder);
  // What runs many times in a test run, vitest's own processes included, is compiled once.
  process.env.NODE_COMPILE_CACHE = join(folder, "cache");
  return () => rmSync(folder, { recursive: true });
}
