import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Output } from "../world.ts";

/** Writes to a temporary file beside the target and renames it, so that no reader meets half a file. */
export const output: Output = {
  async write(path, text, encoding = "utf8") {
    const temporary = `${path}.${process.pid}.tmp`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await writeFile(temporary, text, encoding);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  },
  remove: (path) => rm(path, { force: true }),
};
