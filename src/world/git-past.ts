import { posix } from "node:path";
import type { TreeEntry } from "../files/tree-files.ts";
import { WorldError } from "../files/world-error.ts";
import type { PastChange, PastHistory, PastStep } from "../past/history.ts";
import type { Clone } from "./clone.ts";
import { isShallow } from "./git-files.ts";
import { objectsOf } from "./git-objects.ts";

/**
 * The past of the zones' folder up to a commit. Only plumbing is used, which no setting of the repository has run a program:
 * `log` would check signatures where one says so.
 *
 * @throws WorldError in a shallow clone, whose past is cut off
 */
export async function gitPast(clone: Clone, folder: string, tip: string): Promise<PastHistory> {
  await requireWhole(clone);
  const inTree = clone.pathOf(folder);
  const line = await firstParents(clone, tip, inTree);
  const path = (inGit: string) => posix.join(posix.normalize(folder), posix.relative(inTree, inGit));
  const changes = await changesOf(clone, line, inTree, path);
  return {
    steps: line.map((step, index): PastStep => ({ ...step, changed: changes[index] ?? [] })),
    contentsOf: async (ids) => {
      const objects = await objectsOf(clone.git, ids);
      return new Map([...objects].map(([id, { octets }]) => [id, octets]));
    },
  };
}

/** A failing world in a clone without its whole history, with the command that gets it. */
export async function requireWhole({ git }: Clone): Promise<void> {
  if (await isShallow(git)) throw new WorldError(`Cannot read the past: ${SHALLOW}`);
}

/** Why the past is not there, and what gets it. */
export const SHALLOW =
  'the repository was cloned without its whole history; run: git fetch --unshallow (or give actions/checkout "fetch-depth: 0")';

/** The commits on the line of first parents up to one, the oldest first. */
export async function firstParents(
  { git }: Clone,
  tip: string,
  inTree = "",
): Promise<{ readonly commit: string; readonly time: number }[]> {
  // With the path, only commits are listed in which it differs from the first parent.
  const below = inTree === "" ? [] : ["--", inTree];
  const { exitCode, stdout, stderr } = await git([
    "rev-list",
    "--first-parent",
    "--timestamp",
    "--reverse",
    tip,
    ...below,
  ]);
  if (exitCode !== 0) throw new WorldError(`Cannot list the commits up to ${tip}: ${stderr.trim()}`);
  return stdout
    .toString()
    .split("\n")
    .filter((text) => text !== "")
    .map((text) => {
      const [time, commit] = text.split(" ");
      return { commit: commit!, time: Number(time) };
    });
}

/** What each commit changed: the first has everything, each other differs from the one before it. */
async function changesOf(
  { git }: Clone,
  line: readonly { readonly commit: string }[],
  inTree: string,
  path: (inGit: string) => string,
): Promise<PastChange[][]> {
  const [first, ...rest] = line;
  if (first === undefined) return [];
  const below = inTree === "" ? [] : ["--", inTree];
  const listing = await git(["ls-tree", "-r", "-z", "--full-tree", first.commit, ...below]);
  const pairs = rest.map(({ commit }, index) => `${commit} ${line[index]!.commit}\n`).join("");
  const diffs = await git(
    ["diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff", ...below],
    pairs,
  );
  for (const { exitCode, stderr } of [listing, diffs])
    if (exitCode !== 0) throw new WorldError(`Cannot read what commits changed: ${stderr.trim()}`);
  const beginning = listing.stdout
    .toString()
    .split("\0")
    .flatMap((text): PastChange[] => {
      const match = /^([0-7]{6}) \w+ ([0-9a-f]+)\t(.+)$/s.exec(text);
      return match === null ? [] : [changeOf(path(match[3]!), match[1]!, match[2]!)];
    });
  return [beginning, ...readDiffs(diffs.stdout.toString(), rest, path)];
}

/** Commit after commit its id, and then of each file a line with modes and ids, and its path. */
function readDiffs(
  output: string,
  line: readonly { readonly commit: string }[],
  path: (inGit: string) => string,
): PastChange[][] {
  const byCommit = new Map<string, PastChange[]>();
  let changes: PastChange[] = [];
  const fields = output.split("\0");
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at]!;
    const match = /^:[0-7]{6} ([0-7]{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]/.exec(field);
    if (match !== null) {
      at += 1;
      changes.push(changeOf(path(fields[at]!), match[1]!, match[2]!));
    } else if (field !== "") {
      changes = [];
      byCommit.set(field, changes);
    }
  }
  return line.map(({ commit }) => byCommit.get(commit) ?? []);
}

function changeOf(path: string, mode: string, id: string): PastChange {
  if (mode === "000000") return { path, after: undefined };
  const kind: TreeEntry["kind"] = mode.startsWith("100") ? "file" : mode === "120000" ? "link" : "other";
  return { path, after: { path, id, size: 0, kind } };
}
