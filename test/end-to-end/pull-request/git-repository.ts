import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inject } from "vitest";

/** Files by their paths; null for one that goes; `{ link }` for a symbolic link. */
export interface Tree {
  readonly [path: string]: string | null | { readonly link: string };
}

/** A real repository of git in a temporary folder. */
export interface GitRepository {
  readonly folder: string;
  /** Commits what a tree changes on a branch, which begins at another commit if it is new. Gives the commit's id. */
  readonly commit: (branch: string, tree: Tree, from?: string) => string;
  /** A fresh clone that holds a commit, with the history that `fetch-depth` gives (0: all of it). */
  readonly checkout: (commit: string, depth?: number) => string;
  readonly git: (...args: readonly string[]) => string;
}

/** Makes a repository whose branch `main` has these files; the same files give the same commit. */
export function gitRepository(tree: Tree): GitRepository {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-repository-"));
  cpSync(firstCommit(tree), folder, { recursive: true, verbatimSymlinks: true });
  const git = (...args: readonly string[]) => runGit(folder, args);
  // Read where git keeps it: each question to git would be a process.
  const state = (path: string) => readFileSync(join(folder, ".git", path), "utf8").trim();
  return {
    folder,
    git,
    commit(branch, changes, from = "main") {
      const ref = `refs/heads/${branch}`;
      if (state("HEAD") !== `ref: ${ref}`) {
        git("checkout", "-q", ...(existsSync(join(folder, ".git", ref)) ? [branch] : ["-b", branch, from]));
      }
      write(folder, changes);
      git("add", "-A");
      git("commit", "-q", "--allow-empty", "-m", `Change ${branch}`);
      return state(ref);
    },
    checkout(id, depth = 0) {
      const clone = mkdtempSync(join(tmpdir(), "zonepipe-checkout-"));
      const history = depth === 0 ? [] : ["--depth", String(depth)];
      const inClone = (...args: readonly string[]) =>
        execFileSync("git", ["-C", clone, ...args], { encoding: "utf8", env: ENVIRONMENT, stdio: "pipe" });
      inClone("init", "-q");
      inClone(
        "fetch",
        "-q",
        ...history,
        `file://${folder}`,
        id,
        ...(depth === 0 ? ["+refs/heads/*:refs/remotes/origin/*"] : []),
      );
      inClone("checkout", "-q", "--detach", id);
      return clone;
    },
  };
}

/** A repository with these files and one commit, to be copied. It is made once for all tests of a run. */
function firstCommit(tree: Tree): string {
  const digest = createHash("sha256").update(JSON.stringify(tree)).digest("hex");
  const folder = join(inject("runFolder"), `first-commit-${digest}`);
  if (existsSync(folder)) return folder;
  const made = mkdtempSync(`${folder}-`);
  runGit(made, ["init", "-q", "-b", "main"]);
  runGit(made, ["config", "uploadpack.allowAnySHA1InWant", "true"]);
  write(made, tree);
  runGit(made, ["add", "-A"]);
  runGit(made, ["commit", "-q", "--allow-empty", "-m", "Change main"], { ...ENVIRONMENT, ...FIRST });
  try {
    renameSync(made, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // else another process has made the same meanwhile
  }
  return folder;
}

function runGit(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = ENVIRONMENT): string {
  return execFileSync("git", ["-C", folder, ...IDENTITY, ...args], { encoding: "utf8", env }).trim();
}

const IDENTITY = [
  "-c",
  "user.name=Somebody",
  "-c",
  "user.email=somebody@example.com",
  "-c",
  "commit.gpgsign=false",
  "-c",
  "core.safecrlf=false",
];
// No configuration of the machine has a say.
const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: tmpdir(),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  // Nothing lives long enough here to be worth tidying, which is two programs more at each commit and fetch.
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "maintenance.auto",
  GIT_CONFIG_VALUE_0: "false",
};
const FIRST = { GIT_AUTHOR_DATE: "2020-01-01T00:00:00Z", GIT_COMMITTER_DATE: "2020-01-01T00:00:00Z" };

function write(folder: string, tree: Tree): void {
  for (const [path, content] of Object.entries(tree)) {
    const target = join(folder, path);
    rmSync(target, { force: true, recursive: true });
    if (content === null) continue;
    mkdirSync(dirname(target), { recursive: true });
    if (typeof content === "string") writeFileSync(target, content);
    else symlinkSync(content.link, target);
  }
}
