import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer, Parts, Question } from "./endpoint.ts";
import { git } from "./git-objects.ts";
import type { State } from "./state.ts";

const INVALID: Answer = { status: 422, json: { message: "Validation Failed" } };

/** A commit: its tree alone. */
export function getCommit(state: State, _: Question, { sha }: Parts): Answer {
  const tree = git(state, "rev-parse", "--verify", `${sha}^{tree}`)?.toString().trim();
  if (tree === undefined || !OBJECT_ID.test(sha!)) return { status: 404, json: { message: "Not Found" } };
  return { status: 200, json: { sha, tree: { sha: tree }, parents: [] } };
}

/** A tree that is another one with other files. */
export function createTree(state: State, { line, body }: Question): Answer {
  const { base_tree: base, tree, ...others } = body as { readonly [key: string]: unknown };
  for (const key of Object.keys(others)) state.violations.push(`${line} sends "${key}"`);
  if (typeof base !== "string" || !Array.isArray(tree) || tree.length === 0) return INVALID;
  const folder = mkdtempSync(join(tmpdir(), "fake-github-"));
  const run = (args: readonly string[], input?: string) => {
    const env = { ...process.env, GIT_INDEX_FILE: join(folder, "index") };
    const { status, stdout } = spawnSync("git", ["-C", state.gitFolder, ...args], { env, input });
    return status === 0 ? stdout.toString().trim() : undefined;
  };
  try {
    if (run(["cat-file", "-t", base]) !== "tree" || run(["read-tree", base]) === undefined) return INVALID;
    for (const { path, mode, type, content, ...rest } of tree) {
      const isFine =
        typeof path === "string" && !/^\/|(^|\/)\.{1,2}(\/|$)/.test(path) && typeof content === "string";
      if (!isFine || mode !== "100644" || type !== "blob" || Object.keys(rest).length > 0) return INVALID;
      const blob = run(["hash-object", "-w", "--stdin"], content)!;
      run(["update-index", "--add", "--cacheinfo", `${mode},${blob},${path}`]);
    }
    return { status: 201, json: { sha: run(["write-tree"]), tree: [] } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A commit of a tree. */
export function createCommit(state: State, { line, body }: Question): Answer {
  const { message, tree, parents, ...others } = body as { readonly [key: string]: unknown };
  for (const key of Object.keys(others)) state.violations.push(`${line} sends "${key}"`);
  if (typeof message !== "string" || typeof tree !== "string" || !Array.isArray(parents)) return INVALID;
  const identity = ["-c", "user.name=github-actions", "-c", "user.email=actions@example.com"];
  const sha = git(
    state,
    ...identity,
    "commit-tree",
    tree,
    ...parents.flatMap((each) => ["-p", each]),
    "-m",
    message,
  );
  return sha === undefined ? INVALID : { status: 201, json: { sha: sha.toString().trim() } };
}

/** A branch that is not there yet. */
export function createRef(state: State, { line, body }: Question): Answer {
  const { ref, sha, ...others } = body as { readonly [key: string]: unknown };
  for (const key of Object.keys(others)) state.violations.push(`${line} sends "${key}"`);
  if (typeof ref !== "string" || !ref.startsWith("refs/heads/") || typeof sha !== "string") return INVALID;
  const made = git(state, "update-ref", ref, sha, "0".repeat(40));
  return made === undefined ? INVALID : { status: 201, json: { ref, object: { type: "commit", sha } } };
}

/** A branch that goes elsewhere. */
export function updateRef(state: State, { line, body }: Question, { ref }: Parts): Answer {
  const { sha, force, ...others } = body as { readonly [key: string]: unknown };
  for (const key of Object.keys(others)) state.violations.push(`${line} sends "${key}"`);
  const before = tipOf(state, ref!);
  if (before === undefined || typeof sha !== "string") return INVALID;
  if (force !== true && git(state, "merge-base", "--is-ancestor", before, sha) === undefined) return INVALID;
  if (git(state, "update-ref", `refs/${ref}`, sha) === undefined) return INVALID;
  // The head of a pull request is the branch.
  for (const pull of state.pulls)
    if (pull.state === "open" && `heads/${pull.head.branch}` === ref) pull.head.sha = sha;
  return { status: 200, json: { ref: `refs/${ref}`, object: { type: "commit", sha } } };
}

/** A branch that goes. */
export function deleteRef(state: State, _: Question, { ref }: Parts): Answer {
  if (tipOf(state, ref!) === undefined) return INVALID;
  git(state, "update-ref", "-d", `refs/${ref}`);
  return { status: 204 };
}

function tipOf(state: State, ref: string): string | undefined {
  return git(state, "rev-parse", "--verify", `refs/${ref}^{commit}`)?.toString().trim();
}

const OBJECT_ID = /^[0-9a-f]{40}$/;
