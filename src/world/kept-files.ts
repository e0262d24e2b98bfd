import { type BigIntStats, readdirSync, statSync } from "node:fs";
import type { Files } from "../files/files.ts";
import { joinPath } from "../files/join-path.ts";

/** Every path in a folder with what tells one state of it from another. */
export type FolderState = ReadonlyMap<string, string>;

/**
 * The state of all that lies in a folder and below it: it differs where something has come, gone or been written. Names that
 * begin with a dot do not count, as those of git and of editors at work. Empty where there is no such folder.
 */
export function folderState(folder: string): FolderState {
  const found = new Map<string, string>();
  const been = new Set<string>(); // links may go round in a circle
  look(folder);
  return found;

  function look(path: string): void {
    const stat = statOf(path);
    if (stat === undefined) return;
    found.set(path, printStat(stat));
    const node = `${stat.dev} ${stat.ino}`;
    if (!stat.isDirectory() || been.has(node)) return;
    been.add(node);
    for (const name of namesIn(path)) if (!name.startsWith(".")) look(joinPath(path, name));
  }
}

/** Both show the same files in the same state. */
export function isSameState(a: FolderState, b: FolderState): boolean {
  if (a.size !== b.size) return false;
  for (const [path, state] of a) if (b.get(path) !== state) return false;
  return true;
}

/**
 * Files that are read again and again: one that is in the state that it had, by its time, size and inode, comes out of memory.
 *
 * @param seen the state of the files as it was looked at last; of others it is looked at each time
 */
export function keptFiles(files: Files, seen: () => FolderState): Files {
  const contents = new Map<string, { readonly state: string; readonly bytes: Uint8Array }>();
  const paths = new Map<string, { readonly state: string; readonly real: string | undefined }>();
  const stateOf = (path: string) => seen().get(path) ?? stateNow(path);
  return {
    list: files.list,
    async read(path) {
      const state = stateOf(path);
      const known = contents.get(path);
      if (state !== undefined && known?.state === state) return known.bytes;
      contents.delete(path);
      const bytes = await files.read(path);
      // Written since it was looked at: the next one reads it again.
      if (state !== undefined && stateNow(path) === state) contents.set(path, { state, bytes });
      return bytes;
    },
    async realPath(path) {
      const state = stateOf(path);
      const known = paths.get(path);
      if (state !== undefined && known?.state === state) return known.real;
      const real = await files.realPath(path);
      if (state === undefined) paths.delete(path);
      else paths.set(path, { state, real });
      return real;
    },
  };
}

function stateNow(path: string): string | undefined {
  const stat = statOf(path);
  return stat && printStat(stat);
}

/** Of what is behind all links; undefined where nothing is, or nobody may look. */
function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return []; // it may have gone since
  }
}

function printStat({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}
