import { posix } from "node:path";
import type { Files } from "../files/files.ts";
import { isObjectId } from "../files/object-id.ts";
import { type TreeEntry, treeFiles } from "../files/tree-files.ts";
import { WorldError } from "../files/world-error.ts";
import type { Clone } from "./clone.ts";
import type { Git, GitResult } from "./git.ts";

/** The newest commit that two commits have in common; undefined when they have none. */
export async function mergeBase(clone: Clone, ours: string, theirs: string): Promise<string | undefined> {
  const { git } = clone;
  for (const commit of [ours, theirs]) await requireCommit(git, commit);
  const { exitCode, stdout, stderr } = await git(["merge-base", ours, theirs]);
  if (exitCode === 0) return stdout.toString().trim();
  if (exitCode === 1) {
    if (await isShallow(git)) throw new WorldError(shallow(`${ours} and ${theirs} have in common`));
    return undefined;
  }
  throw new WorldError(`Cannot find the merge base of ${ours} and ${theirs}: ${stderr.trim()}`);
}

/**
 * The zones' folder at a commit, out of git's store: nothing is checked out, and no filter, hook or attribute of the
 * repository has a say. Paths are as they are in the working tree.
 */
export async function gitFiles({ git, pathOf }: Clone, folder: string, commit: string): Promise<Files> {
  await requireCommit(git, commit);
  const inTree = pathOf(folder);
  const below = inTree === "" ? [] : ["--", inTree];
  const listing = await git(["ls-tree", "-r", "-l", "-z", "--full-tree", commit, ...below]);
  if (listing.exitCode !== 0) throw await notRead(git, commit, listing);
  const entries = listing.stdout
    .toString()
    .split("\0")
    .flatMap((line) => entryOf(line, inTree, posix.normalize(folder)));
  if (entries.some(({ path, kind }) => kind === "other" && path === posix.normalize(folder))) {
    throw new WorldError(
      `Cannot read ${JSON.stringify(folder)} at ${commit}: it is a submodule, and the commit has no file of it; run it in a clone of that repository`,
    );
  }
  const contents = await contentsOf(git, commit, entries);
  return treeFiles(folder, entries, ({ id }) => Promise.resolve(contents.get(id)!));
}

async function requireCommit(git: Git, commit: string): Promise<void> {
  if (!isObjectId(commit))
    throw new WorldError(`Cannot read ${JSON.stringify(commit)}: not a commit's full id`);
  const { exitCode } = await git(["cat-file", "-e", `${commit}^{commit}`]);
  if (exitCode === 0) return;
  throw new WorldError(
    (await isShallow(git))
      ? shallow(`commit ${commit} is`)
      : `Cannot read commit ${commit}: the repository in the working folder does not have it`,
  );
}

function shallow(what: string): string {
  return `Cannot tell what ${what}: the repository was cloned without its history; give actions/checkout "fetch-depth: 0"`;
}

/** The repository was cloned without its history. */
export async function isShallow(git: Git): Promise<boolean> {
  return (await git(["rev-parse", "--is-shallow-repository"])).stdout.toString().trim() === "true";
}

/** Why an object cannot be read. Nothing is fetched by the way: whoever wrote the repository's settings would choose how. */
async function notRead(
  git: Git,
  commit: string,
  { exitCode, stderr }: Omit<GitResult, "stdout">,
): Promise<WorldError> {
  const promised = await git([
    "config",
    "--get-regexp",
    "^(extensions[.]partialclone|remote[.].*[.]promisor)$",
  ]);
  return new WorldError(
    promised.exitCode === 0
      ? `Cannot read commit ${commit}: the repository was cloned in part, and files of it are missing; ` +
          `run: git fetch --refetch --no-filter origin ${commit} (or give actions/checkout no "filter")`
      : `Cannot read commit ${commit}: git exited with ${exitCode}: ${stderr.trim()}`,
  );
}

/** A line of `ls-tree -l`: `100644 blob <id> <size>\t<path>`. */
function entryOf(line: string, inTree: string, folder: string): TreeEntry[] {
  const match = /^([0-7]{6}) \w+ ([0-9a-f]+) +(\d+|-)\t(.+)$/s.exec(line);
  if (match === null) return [];
  const [, mode, id, size, path] = match as unknown as [string, string, string, string, string];
  const below = posix.relative(inTree, path);
  return [{ path: posix.join(folder, below), id, size: Number(size) || 0, kind: kindOf(mode) }];
}

function kindOf(mode: string): TreeEntry["kind"] {
  return mode.startsWith("100") ? "file" : mode === "120000" ? "link" : "other";
}

/** The octets of every entry, by object id, in one go. */
async function contentsOf(
  git: Git,
  commit: string,
  entries: readonly TreeEntry[],
): Promise<ReadonlyMap<string, Buffer>> {
  const ids = [...new Set(entries.filter(({ kind }) => kind !== "other").map(({ id }) => id))];
  const contents = new Map<string, Buffer>();
  if (ids.length === 0) return contents;
  const result = await git(["cat-file", "--batch"], `${ids.join("\n")}\n`);
  const output = result.stdout;
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(0x0a, at);
    const [id, type, size] = output.toString("latin1", at, end).split(" ");
    if (type !== "blob") throw await notRead(git, commit, { ...result, stderr: `object ${id}: ${type}` });
    contents.set(id!, output.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  if (result.exitCode !== 0 || contents.size !== ids.length) throw await notRead(git, commit, result);
  return contents;
}

/**
 * The full id of the commit that somebody means: by an id, short or full, a tag, a branch, or what is counted from
 * them, as in `HEAD~1`. Git alone decides what a revision means, and takes none of it for an option.
 */
export async function commitOf({ git }: Clone, revision: string): Promise<string> {
  const args = ["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`];
  const { exitCode, stdout, stderr } = await git(args);
  const id = stdout.toString().trim();
  if (exitCode === 0 && isObjectId(id)) return id;
  const quoted = JSON.stringify(revision);
  if (stderr.includes("is ambiguous"))
    throw new WorldError(`Cannot tell which commit ${quoted} is: several begin so; give more of its id`);
  if (await isShallow(git)) throw new WorldError(shallow(`${quoted} is`));
  throw new WorldError(
    `Cannot find a commit ${quoted} in this repository: expected an id, a tag, a branch, or one counted from them, as HEAD~1`,
  );
}

/** The commit that the working tree holds. */
export async function headCommit({ git }: Clone): Promise<string> {
  const { exitCode, stdout, stderr } = await git(["rev-parse", "--verify", "HEAD^{commit}"]);
  if (exitCode === 0) return stdout.toString().trim();
  throw new WorldError(
    `Cannot tell which commit is checked out: git exited with ${exitCode}: ${stderr.trim()}`,
  );
}
