import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { WorldError } from "../files/world-error.ts";
import { type Git, gitAt } from "./git.ts";
import { rememberObjects } from "./git-remembered.ts";

/** A repository of git with its working tree: the one that somebody works in. */
export interface Clone {
  readonly git: Git;
  /** The absolute path of the folder that has `.git`. */
  readonly root: string;
  /** A path that begins where the clone was looked for, as its commits have it: from the root, with `/`; "" for the root. */
  readonly pathOf: (path: string) => string;
}

/**
 * The clone that a folder lies in; a failing world where there is none. Look for it once, from the working folder. Never
 * look from a folder that a commit brings: it may look like a repository itself, and git would run what its configuration says.
 */
export function findClone(folder = "."): Clone {
  const clone = cloneAround(folder);
  if (clone !== undefined) return clone;
  throw new WorldError(
    `Cannot find a repository of git: neither ${JSON.stringify(resolve(folder))} nor a folder above it has .git; run it in a clone`,
  );
}

/** The same; undefined where there is none. */
export function cloneAround(folder: string): Clone | undefined {
  const start = resolve(folder);
  for (let at = start; ; at = dirname(at)) {
    if (isRoot(at)) return { git: rememberObjects(gitAt(at)), root: at, pathOf: pathFrom(at, start) };
    if (isGitDirectory(at)) {
      throw new WorldError(
        `Cannot use git: ${JSON.stringify(at)} is a bare repository, or looks like one, and has no working tree; ` +
          "run it in a clone, and outside of that folder",
      );
    }
    if (dirname(at) === at) return undefined;
  }
}

/** A worktree and a submodule have a file `.git` in the place of the folder. A folder that is none of git's is passed over. */
function isRoot(folder: string): boolean {
  const stat = statSync(join(folder, ".git"), { throwIfNoEntry: false });
  return stat !== undefined && (stat.isFile() || isGitDirectory(join(folder, ".git")));
}

/** What git takes for a repository. */
function isGitDirectory(folder: string): boolean {
  return ["HEAD", "objects", "refs"].every((name) => existsSync(join(folder, name)));
}

function pathFrom(root: string, start: string): Clone["pathOf"] {
  return (path) => {
    const inside = relative(root, resolve(start, path));
    if (inside !== ".." && !inside.startsWith(`..${sep}`)) return inside.replaceAll(sep, "/");
    throw new WorldError(
      `Cannot find ${JSON.stringify(path)} in git: it lies outside of the repository in ${JSON.stringify(root)}; run it in the clone that has it`,
    );
  };
}
