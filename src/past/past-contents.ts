import type { TreeEntry } from "../files/tree-files.ts";
import type { PastHistory } from "./history.ts";

/** The octets of a file at some commit. */
export type PastContents = (entry: TreeEntry) => Promise<Uint8Array>;

const AHEAD = 500; // versions: so many are read at once, because each question to git is a process

/** Reads the versions of a file as they are asked for, and with one of them those that come next. */
export function pastContents({ steps, contentsOf }: PastHistory): PastContents {
  const versions = new Map<string, string[]>();
  for (const { changed } of steps) {
    for (const { path, after } of changed) {
      if (after === undefined || after.kind === "other") continue;
      const ids = versions.get(path);
      if (ids === undefined) versions.set(path, [after.id]);
      else ids.push(after.id);
    }
  }
  const read = new Map<string, ReadonlyMap<string, Uint8Array>>();
  const reached = new Map<string, number>(); // of each file the place of the version that was read last
  return async ({ path, id }) => {
    const known = read.get(path)?.get(id);
    if (known !== undefined) return known;
    const ids = versions.get(path) ?? [];
    const from = Math.max(ids.indexOf(id, reached.get(path) ?? 0), 0);
    reached.set(path, from);
    const contents = await contentsOf([id, ...ids.slice(from, from + AHEAD)]);
    read.set(path, contents);
    return contents.get(id)!;
  };
}
