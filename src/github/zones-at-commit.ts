import { posix } from "node:path";
import type { Files } from "../files/files.ts";
import { isObjectId } from "../files/object-id.ts";
import { type TreeEntry, treeFiles } from "../files/tree-files.ts";
import { WorldError } from "../files/world-error.ts";
import { load } from "../zones/load.ts";
import { fetchBlobs } from "./blobs.ts";
import type { GitReader, GitTreeEntry } from "./git-reader.ts";

/** How much of a commit is read. Whoever opens a pull request chooses how large its zones are. */
export interface Limits {
  /** Files that are read. */
  readonly files: number;
  /** Octets of one file. */
  readonly fileSize: number;
  /** Octets of all files together. */
  readonly totalSize: number;
}

/** Enough for ten times the zones that anybody told of (1,000 zones, or one of 50,000 names). */
export const LIMITS: Limits = { files: 10_000, fileSize: 32_000_000, totalSize: 100_000_000 };

/** The zones' folder at a commit; or which limit it goes over. */
export type ZonesAtCommit =
  | {
      readonly files: Files;
      /** Object id of the folder: the same id, the same content. Undefined when there is no such folder. */
      readonly folderId: string | undefined;
    }
  | {
      readonly refused: string;
      /** The files that are there, without their content; left out where GitHub does not list them all. */
      readonly names?: Files;
    };

/**
 * The zones' folder at a commit, read as data through GitHub's interface to git's objects: nothing is checked out,
 * and nothing of it is run. What `load` reads of it is fetched, and nothing else.
 *
 * @param folder path from the root of the repository
 */
export async function zonesAtCommit(
  reader: GitReader,
  { commit, folder, limits }: { commit: string; folder: string; limits: Limits },
): Promise<ZonesAtCommit> {
  const found = await findFolder(reader, commit, posix.normalize(folder));
  if (found === undefined) return { files: await treeFiles(folder, [], unknown), folderId: undefined };
  const { entries: listed, isComplete } = await reader.tree(found, true);
  if (!isComplete) return { refused: `The folder "${folder}" has more files than GitHub lists` };
  const entries = listed.flatMap((entry): TreeEntry[] =>
    entry.type === "tree" ? [] : [{ ...entry, path: posix.join(folder, entry.path), kind: kindOf(entry) }],
  );
  const needed = new Map<string, TreeEntry>();
  let missing = entries.filter(({ kind }) => kind === "link"); // what a path leads to hangs on all of them
  // What is read shows what it includes: again, until nothing is missing.
  do {
    for (const entry of missing) needed.set(entry.path, entry);
    const refused = refusalOf([...needed.values()], folder, limits);
    if (refused !== undefined) {
      const names = await treeFiles(folder, entries, () => Promise.resolve(new Uint8Array()));
      return { refused: `The folder "${folder}" ${refused}`, names };
    }
    await fetchBlobs(reader, missing);
    missing = await missingOf(reader, folder, entries);
  } while (missing.length > 0);
  return { files: await treeFiles(folder, entries, ({ id }) => contentOf(reader, id)), folderId: found };
}

function unknown(): Promise<Uint8Array> {
  return Promise.reject(new Error("there are no files"));
}

function contentOf({ blobs }: GitReader, id: string): Promise<Uint8Array> {
  const bytes = blobs.get(id);
  return bytes === undefined ? unknown() : Promise.resolve(bytes);
}

/** What `load` would read and was not fetched yet. */
async function missingOf(
  reader: GitReader,
  folder: string,
  entries: readonly TreeEntry[],
): Promise<TreeEntry[]> {
  const missing: TreeEntry[] = [];
  const files = await treeFiles(folder, entries, (entry) => {
    if (!reader.blobs.has(entry.id)) missing.push(entry);
    return contentOf(reader, entry.id);
  });
  if ((await files.list(folder)) !== undefined) await load(folder, files);
  return missing;
}

/** The object id of a folder at a commit, found step by step so that no other folder is listed. */
async function findFolder(reader: GitReader, commit: string, folder: string): Promise<string | undefined> {
  let id = commit;
  for (const name of folder.split("/").filter((part) => part !== "" && part !== ".")) {
    const { entries, isComplete } = await reader.tree(id, false);
    const entry = entries.find(({ path, type }) => path === name && type === "tree");
    if (entry === undefined && !isComplete) {
      throw new WorldError(
        `Cannot find the folder ${JSON.stringify(folder)}: GitHub does not list all files of ${id}`,
      );
    }
    if (entry === undefined) return undefined;
    id = entry.id;
  }
  return id;
}

function kindOf({ id, type, mode }: GitTreeEntry): TreeEntry["kind"] {
  if (type !== "blob" || !isObjectId(id)) return "other"; // a submodule
  return mode === "120000" ? "link" : "file";
}

function refusalOf(entries: readonly TreeEntry[], folder: string, limits: Limits): string | undefined {
  const { files, fileSize, totalSize } = limits;
  if (entries.length > files) return `has more than ${files} files of zones; at most ${files} are read`;
  const large = entries.find(({ size }) => size > fileSize);
  if (large !== undefined) {
    const path = JSON.stringify(posix.relative(folder, large.path));
    return `has a file of ${large.size} octets; at most ${fileSize} are read (${path})`;
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  return total > totalSize
    ? `has files of ${total} octets together; at most ${totalSize} are read`
    : undefined;
}
