import { WorldError } from "../files/world-error.ts";
import type { Clone } from "./clone.ts";
import { gitAt } from "./git.ts";

/**
 * Files of the working folder that are not as the checked-out commit has them: each as git shows it, `M zones/a.yaml`.
 * Of those that git ignores, what may be a zone: whoever put it there would miss its records.
 */
export async function uncommitted(clone: Clone, paths: readonly string[]): Promise<string[]> {
  const git = gitAt(clone.root, await withoutFilters(clone));
  const inTree = paths.map((path) => clone.pathOf(path) || ".");
  const how = [
    "--porcelain",
    "--untracked-files=all",
    "--ignored=matching",
    "--no-renames",
    "--ignore-submodules=all",
  ];
  const { exitCode, stdout, stderr } = await git(["status", ...how, "--", ...inTree]);
  if (exitCode !== 0) throw new WorldError(`Cannot compare with git: ${stderr.trim()}`);
  return stdout
    .toString()
    .split("\n")
    .filter((line) => (line.startsWith("!!") ? MAY_BE_ZONE.test(line) : line !== ""))
    .map((line) => line.trim());
}

/** A file or a folder as zones have them, whose name git may quote. */
const MAY_BE_ZONE = /\.(yaml|\/)"?$/;

/** Settings that take every filter out of the configuration, for git would run it to compare a file. */
async function withoutFilters({ git }: Clone): Promise<(readonly [name: string, value: string])[]> {
  const { stdout } = await git(["config", "--null", "--name-only", "--get-regexp", "^filter[.]"]);
  const names = stdout.toString().split("\0");
  const drivers = new Set(
    names.filter((name) => name !== "").map((name) => name.slice(0, name.lastIndexOf("."))),
  );
  return [...drivers].flatMap((driver) => [
    [`${driver}.clean`, ""],
    [`${driver}.process`, ""],
    [`${driver}.required`, "false"],
  ]);
}
