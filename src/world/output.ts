import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { WorldError } from "../files/world-error.ts";
import type { Output } from "../world.ts";

/** Writes to a temporary file beside the target and renames it, so that no reader meets half a file. */
export const output: Output = {
  write: (path, text, encoding = "utf8") =>
    explained(`Cannot write ${JSON.stringify(path)}`, async () => {
      const temporary = `${path}.${process.pid}.tmp`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await writeFile(temporary, text, encoding);
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    }),
  remove: (path) => explained(`Cannot remove ${JSON.stringify(path)}`, () => rm(path, { force: true })),
};

async function explained(what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    throw new WorldError(`${what}: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? (code === "" ? String(error) : `the system says ${code}`);
}

const REASONS: { readonly [code: string]: string | undefined } = {
  EACCES: "we may not write there",
  EDQUOT: "there is no room left for this user",
  EEXIST: "what stands on the way there is no folder",
  EISDIR: "a folder is there",
  ELOOP: "symbolic links on the way there go round in a circle",
  ENAMETOOLONG: "its name is too long for the file system",
  ENOSPC: "the disk is full",
  ENOTDIR: "what stands on the way there is no folder",
  EPERM: "we may not write there",
  EROFS: "the file system is read-only",
};
