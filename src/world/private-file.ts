import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { WorldError } from "../files/world-error.ts";

/** Makes a file that nobody else may read; one that is there stays as it is, and is told. */
export async function createPrivately(path: string, text: string): Promise<void> {
  const quoted = JSON.stringify(path);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const { code = "it cannot be opened" } = cause as NodeJS.ErrnoException; // of open and of writing
    const why = code === "EEXIST" ? "it is there already, and no key is written over another" : code;
    throw new WorldError(`Cannot write ${quoted}: ${why}`, { cause });
  }
}

/** Adds text to a file that nobody else may read, and makes it where it is not there. */
export async function appendPrivately(path: string, text: string): Promise<void> {
  const quoted = JSON.stringify(path);
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, "a", 0o600);
  } catch (cause) {
    const { code = "it cannot be opened" } = cause as NodeJS.ErrnoException; // of open
    throw new WorldError(`Cannot write ${quoted}: ${code}`, { cause });
  }
  try {
    if (((await file.stat()).mode & 0o077) !== 0) {
      throw new WorldError(
        `Cannot write a secret into ${quoted}: others may read it; run chmod 600 on it first`,
      );
    }
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
