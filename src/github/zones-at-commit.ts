import { posix } from "node:path";
import type { Files } from "../files/files.ts";
import { isObjectId } from "../files/object-id.ts";
import { type TreeEntry, treeFiles } from "../files/tree-files.ts";
import { type BlobStore, fetchBlobs } from "./blobs.ts";
import type { Github, Repository } from "./client.ts";
import { at } from "./refusal.ts";

/** How much of a commit is read. Whoever opens a pull request chooses how large its zones are. */
export interface Limits {
  /** Files in the zones' folder. */
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
 * and nothing of it is run.
 *
 * @param folder path from the root of the repository
 * @param store what was fetched before
 */
export async function zonesAtCommit(
  github: Github,
  where: Repository,
  { commit, folder, limits, store }: { commit: string; folder: string; limits: Limits; store: BlobStore },
): Promise<ZonesAtCommit> {
  const found = await findFolder(github, where, commit, posix.normalize(folder));
  if (found === undefined) return { files: await treeFiles(folder, [], unknown), folderId: undefined };
  const listing = await listTree(github, where, found);
  if (listing === undefined) return { refused: `The folder "${folder}" ${tooManyFiles(limits)}` };
  const entries = listing.map((entry) => ({ ...entry, path: posix.join(folder, entry.path) }));
  const refused = refusalOf(listing, limits);
  if (refused !== undefined) {
    const names = await treeFiles(folder, entries, () => Promise.resolve(new Uint8Array()));
    return { refused: `The folder "${folder}" ${refused}`, names };
  }
  const content = entries.filter(({ kind }) => kind !== "other");
  await fetchBlobs(github, where, content, store);
  return {
    files: await treeFiles(folder, entries, ({ id }) => Promise.resolve(store.get(id)!)),
    folderId: found,
  };
}

function unknown(): Promise<Uint8Array> {
  return Promise.reject(new Error("there are no files"));
}

/** The object id of a folder at a commit, found step by step so that no other folder is listed. */
async function findFolder(
  github: Github,
  where: Repository,
  commit: string,
  folder: string,
): Promise<string | undefined> {
  let id = commit;
  for (const name of folder.split("/").filter((part) => part !== "" && part !== ".")) {
    const entries = await getTree(github, where, id, false);
    const entry = entries.tree.find(({ path, type }) => path === name && type === "tree");
    if (entry === undefined) return undefined;
    id = entry.sha;
  }
  return id;
}

/** Everything below a folder; undefined when it is more than GitHub lists (100,000 entries or 7 MB). */
async function listTree(github: Github, where: Repository, id: string): Promise<TreeEntry[] | undefined> {
  const { tree, truncated } = await getTree(github, where, id, true);
  if (truncated) return undefined;
  return tree.flatMap(({ path, sha, size = 0, type, mode }) =>
    type === "tree" ? [] : [{ path, id: sha, size, kind: isObjectId(sha) ? kindOf(type, mode) : "other" }],
  );
}

function getTree(github: Github, { owner, repo }: Repository, id: string, isRecursive: boolean) {
  return at(`list the files of ${id}`, "contents: read", async () => {
    const { data } = await github.rest.git.getTree({
      owner,
      repo,
      tree_sha: id,
      ...(isRecursive ? { recursive: "1" } : {}),
    });
    return data;
  });
}

function kindOf(type: string, mode: string): TreeEntry["kind"] {
  if (type !== "blob") return "other"; // a submodule
  return mode === "120000" ? "link" : "file";
}

function refusalOf(entries: readonly TreeEntry[], limits: Limits): string | undefined {
  if (entries.length > limits.files) return tooManyFiles(limits);
  const large = entries.find(({ size }) => size > limits.fileSize);
  if (large !== undefined) {
    return `has a file of ${large.size} octets; at most ${limits.fileSize} are read (${JSON.stringify(large.path)})`;
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  return total > limits.totalSize
    ? `has files of ${total} octets together; at most ${limits.totalSize} are read`
    : undefined;
}

function tooManyFiles({ files }: Limits): string {
  return `has more than ${files} files; at most ${files} are read`;
}
