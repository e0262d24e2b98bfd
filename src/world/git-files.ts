import { basename, dirname, posix } from "node:path";
import type { Files } from "../files/files.ts";
import { isObjectId } from "../files/object-id.ts";
import { type TreeEntry, treeFiles } from "../files/tree-files.ts";
import { WorldError } from "../files/world-error.ts";
import { type Git, gitIn } from "./git.ts";

/** The newest commit that two commits have in common; undefined when they have none. */
export async function mergeBase(folder: string, ours: string, theirs: string): Promise<string | undefined> {
  const git = gitIn(dirname(folder));
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
export async function gitFiles(folder: string, commit: string): Promise<Files> {
  const git = gitIn(dirname(folder));
  await requireCommit(git, commit);
  const prefix = text(await git(["rev-parse", "--show-prefix"]), "find the repository");
  const inTree = posix.join(prefix, basename(folder));
  const listing = await git(["ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", inTree]);
  const entries = text(listing, `list ${inTree} at ${commit}`)
    .split("\0")
    .flatMap((line) => entryOf(line, inTree, posix.normalize(folder)));
  const contents = await contentsOf(git, entries);
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
async function contentsOf(git: Git, entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, Buffer>> {
  const ids = [...new Set(entries.filter(({ kind }) => kind !== "other").map(({ id }) => id))];
  const contents = new Map<string, Buffer>();
  if (ids.length === 0) return contents;
  const result = await git(["cat-file", "--batch"], `${ids.join("\n")}\n`);
  const output = result.stdout;
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(0x0a, at);
    const [id, type, size] = output.toString("latin1", at, end).split(" ");
    if (type !== "blob")
      throw new WorldError(`Cannot read object ${id} of the repository: git says "${type}"`);
    contents.set(id!, output.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  if (result.exitCode !== 0 || contents.size !== ids.length) {
    throw new WorldError(`Cannot read the repository: git cat-file exited with ${result.exitCode}`);
  }
  return contents;
}

function text({ exitCode, stdout, stderr }: Awaited<ReturnType<Git>>, what: string): string {
  if (exitCode !== 0) throw new WorldError(`Cannot ${what}: git exited with ${exitCode}: ${stderr.trim()}`);
  return what === "find the repository" ? stdout.toString().trim() : stdout.toString();
}

/** The commit that the working folder holds. */
export async function headCommit(folder: string): Promise<string> {
  const result = await gitIn(dirname(folder))(["rev-parse", "--verify", "HEAD^{commit}"]);
  return text(result, "find the repository");
}
