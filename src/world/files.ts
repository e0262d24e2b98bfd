import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import type { FileEntry, Files } from "../files/files.ts";

/**
 * The real file system. It reads synchronously: thousands of small files come in about half the time that the
 * thread pool takes, and nothing else runs meanwhile.
 */
export const realFiles: Files = {
  list: (folder) => promise(() => ifThere(() => entriesOf(folder))),
  read: (path) => promise(() => readWhole(path)),
  realPath: (path) => promise(() => ifThere(() => realpathSync(path))),
};

function entriesOf(folder: string): FileEntry[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.map((entry) => ({ name: entry.name, kind: kindOf(folder, entry) }));
}

function kindOf(folder: string, entry: Dirent): FileEntry["kind"] {
  const stat = entry.isSymbolicLink() ? ifThere(() => statSync(`${folder}/${entry.name}`)) : entry;
  return stat?.isFile() ? "file" : stat?.isDirectory() ? "folder" : "other";
}

function readWhole(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const reason = codeOf(cause) === "ENOENT" ? "there is no such file" : String(cause);
    throw new Error(`Cannot read ${JSON.stringify(path)}: ${reason}`, { cause });
  }
}

/** What `look` finds, or undefined when nothing is there. Other failures pass through. */
function ifThere<Found>(look: () => Found): Found | undefined {
  try {
    return look();
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(codeOf(error))) return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** What `look` gives, or the error that it throws, as a promise. */
function promise<Found>(look: () => Found): Promise<Found> {
  return new Promise((resolve) => resolve(look()));
}
