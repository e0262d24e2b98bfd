import { WorldError } from "../../src/files/world-error.ts";
import type { Clone } from "../../src/world/clone.ts";
import { isShallow } from "../../src/world/git-files.ts";

/** A commit that touched the zones, and the one that they were like before. */
export interface Step {
  readonly commit: string;
  /** In ISO 8601, when it was committed. */
  readonly date: string;
  /** The commit before it that touched them; undefined for the first. */
  readonly before: string | undefined;
  /** There may be one before it, which the clone does not have. */
  readonly isCut: boolean;
}

/**
 * The commits on the line of first parents that touched a folder, the oldest first.
 *
 * @param most so many of the newest; all where it is left out
 */
export async function stepsThatTouch(
  { git, pathOf }: Clone,
  folder: string,
  most: number | undefined,
): Promise<Step[]> {
  const bound = most === undefined ? [] : [`--max-count=${most}`];
  // With a path, git names as parent the last one before that touched it, too.
  const how = ["--first-parent", "--parents", "--timestamp", ...bound];
  const { exitCode, stdout, stderr } = await git(["rev-list", ...how, "HEAD", "--", pathOf(folder) || "."]);
  if (exitCode !== 0) throw new WorldError(`Cannot list the commits of ${folder}: ${stderr.trim()}`);
  const isCut = await isShallow(git);
  const lines = stdout.toString().split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const [seconds, commit, before] = line.split(" ");
      const date = new Date(Number(seconds) * 1000).toISOString();
      return { commit: commit!, date, before, isCut: isCut && before === undefined };
    })
    .reverse();
}
