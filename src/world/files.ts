import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { unreadableReason } from "../../dns/zone-file/read-plain-file.ts";
import type { FileEntry, Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";

/**
 * The real file system. It reads synchronously: thousands of small files come in about half the time that the
 * thread pool takes, and nothing else runs meanwhile.
 */
export const realFiles: Files = {
  list: (folder) => promise(folder, () => ifThere(() => entriesOf(folder))),
  read: (path) => promise(path, () => readFileSync(path)),
  realPath: (path) => promise(path, () => ifThere(() => realpathSync(path))),
};

function entriesOf(folder: string): FileEntry[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.map((entry) => ({ name: entry.name, kind: kindOf(folder, entry) }));
}

function kindOf(folder: string, entry: Dirent): FileEntry["kind"] {
  const stat = entry.isSymbolicLink() ? ifThere(() => statSync(`${folder}/${entry.name}`)) : entry;
  return stat?.isFile() ? "file" : stat?.isDirectory() ? "folder" : "other";
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

/** What `look` finds at a path, or why it cannot be read, as a promise. */
function promise<Found>(path: string, look: () => Found): Promise<Found> {
  return new Promise((resolve, reject) => {
    try {
      resolve(look());
    } catch (cause) {
      const what = `Cannot read ${JSON.stringify(path)}: ${unreadableReason(cause)}`;
      reject(new WorldError(what, { cause }));
    }
  });
}
