import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** Runs buildah on images of our own; gives what it printed. Rejects with its last lines. */
export type Buildah = (...words: readonly string[]) => Promise<string>;

/** Buildah with its images in this folder, apart from all others of the machine, and without a daemon. */
export function buildahIn(folder: string): Buildah {
  const storage = [
    "--root",
    join(folder, "images"),
    "--runroot",
    join(folder, "run"),
    "--storage-driver",
    "vfs",
  ];
  return async (...words) => {
    try {
      const { stdout } = await run("buildah", [...storage, ...words], { maxBuffer: MAX_OUTPUT });
      return stdout.trimEnd();
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string }; // what execFile adds
      const lastLines = `${stdout}${stderr}`.trimEnd().split("\n").slice(-LINES).join("\n");
      throw new Error(`buildah ${words[0]} failed: ${lastLines}`, { cause: error });
    }
  };
}

const run = promisify(execFile);
const MAX_OUTPUT = 64 * 1024 * 1024;
const LINES = 20;
