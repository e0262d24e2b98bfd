import { WorldError } from "../files/world-error.ts";
import type { Clone } from "./clone.ts";
import { isShallow } from "./git-files.ts";

/** One step of a branch: a commit on the line of first parents. */
export interface BranchStep {
  readonly commit: string;
  /** Undefined for the very first commit. */
  readonly parent: string | undefined;
}

/**
 * The steps of a branch after one commit and up to another, the oldest first: what was merged and pushed in between.
 * Undefined when the first is no ancestor of the second, so that there are no such steps.
 *
 * @param from a commit's full id; undefined for the last step alone
 */
export async function stepsBetween(
  { git }: Clone,
  from: string | undefined,
  to: string,
): Promise<BranchStep[] | undefined> {
  if (from !== undefined) {
    const { exitCode } = await git(["merge-base", "--is-ancestor", from, to]);
    if (exitCode !== 0 && (await isShallow(git))) {
      throw new WorldError(
        `Cannot tell what was merged since ${from}: the repository was cloned without its history; give actions/checkout "fetch-depth: 0"`,
      );
    }
    if (exitCode !== 0) return undefined;
  }
  const range = from === undefined ? ["--max-count=1", to] : [`${from}..${to}`];
  const { exitCode, stdout, stderr } = await git(["rev-list", "--first-parent", "--parents", ...range]);
  if (exitCode !== 0) throw new WorldError(`Cannot list the commits up to ${to}: ${stderr.trim()}`);
  return stdout
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [commit, parent] = line.split(" ");
      return { commit: commit!, parent };
    })
    .reverse();
}

/** The object id of the zones' folder at a commit: the same id, the same zones. Undefined where it is not there. */
export async function folderAt(
  { git, pathOf }: Clone,
  folder: string,
  commit: string,
): Promise<string | undefined> {
  const { exitCode, stdout } = await git(["rev-parse", "--verify", "--quiet", `${commit}:${pathOf(folder)}`]);
  return exitCode === 0 ? stdout.toString().trim() : undefined;
}

/** The repository has this commit. */
export async function hasCommit({ git }: Clone, commit: string): Promise<boolean> {
  return (await git(["cat-file", "-e", `${commit}^{commit}`])).exitCode === 0;
}
