import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { components } from "@octokit/openapi-types";
import type { Answer, Parts, Question } from "./endpoint.ts";
import type { State } from "./state.ts";

type Schemas = components["schemas"];

const NOT_FOUND: Answer = { status: 404, json: { message: "Not Found" } };

/** Runs git in the fake's repository; undefined when it fails. */
export function git(state: State, ...args: readonly string[]): Buffer | undefined {
  const known = settled.get(state) ?? new Map<string, Buffer>();
  settled.set(state, known);
  const command = args.join(" ");
  const before = known.get(command) ?? branchIn(state, command);
  if (before !== undefined) return before;
  const { status, stdout } = spawnSync("git", ["-C", state.gitFolder, ...args], { maxBuffer: 2 ** 28 });
  if (status !== 0) return undefined;
  if (args.slice(1).every((word) => LASTING.test(word))) known.set(command, stdout);
  return stdout;
}

/** Where a branch is, as git keeps it in a file of its own: most of what clients ask for, and a fork of the test each time. */
function branchIn({ gitFolder }: State, command: string): Buffer | undefined {
  const [, name] = /^rev-parse (?:--verify )?refs\/heads\/([\w-]+)(?:\^\{commit\})?$/.exec(command) ?? [];
  if (name === undefined) return undefined;
  const file = join(gitFolder, ".git/refs/heads", name);
  const id = existsSync(file) ? readFileSync(file) : undefined;
  return id !== undefined && /^[0-9a-f]{40}\n$/.test(id.toString()) ? id : undefined;
}

/** What git said of objects by their ids, which is so for good. Clients ask for the same ones again and again. */
const settled = new WeakMap<State, Map<string, Buffer>>();

/** A word that says the same at any time: a flag, the kind of an object, its id, a range of ids. */
const LASTING = /^(-.*|blob|[0-9a-f]{40}(\^\{\w+\})?(\.{2,3}[0-9a-f]{40})?)$/;

/** The octets of a blob, or what is given instead. */
function blob(state: State, id: string): Buffer | undefined {
  const swapped = state.swapped.get(id);
  return swapped === undefined ? git(state, "cat-file", "blob", id) : Buffer.from(swapped);
}

/** The octets of many blobs, with one call of git; those that are there. */
export function blobs(state: State, ids: readonly string[]): ReadonlyMap<string, Buffer> {
  const command = ["-C", state.gitFolder, "cat-file", "--batch"];
  const { stdout } = spawnSync("git", command, { input: `${ids.join("\n")}\n`, maxBuffer: 2 ** 28 });
  const found = new Map<string, Buffer>();
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf("\n", at);
    const [id = "", type, size] = stdout.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (type === "missing") continue;
    const swapped = state.swapped.get(id);
    const octets = stdout.subarray(at, at + Number(size));
    if (type === "blob") found.set(id, swapped === undefined ? octets : Buffer.from(swapped));
    at += Number(size) + 1;
  }
  return found;
}

/** Where a branch is. */
export function getRef(state: State, _: Question, { ref }: Parts): Answer {
  const sha = git(state, "rev-parse", "--verify", `refs/${ref}^{commit}`)?.toString().trim();
  if (sha === undefined) return NOT_FOUND;
  const answer: Schemas["git-ref"] = {
    ref: `refs/${ref}`,
    node_id: "R_1",
    url: "https://api.github.com/",
    object: { type: "commit", sha, url: "https://api.github.com/" },
  };
  return { status: 200, json: answer };
}

/** A folder, by its id or that of a commit. */
export function getTree(state: State, { address }: Question, { sha }: Parts): Answer {
  const isRecursive = address.searchParams.has("recursive");
  const id = git(state, "rev-parse", "--verify", `${sha}^{tree}`)?.toString().trim();
  if (id === undefined) return NOT_FOUND;
  const flags = isRecursive ? ["-r", "-t"] : [];
  const lines = git(state, "ls-tree", "-l", "-z", ...flags, id)!
    .toString()
    .split("\0");
  const tree = lines.flatMap((line) => {
    const match = /^(\d+) (\w+) (\w+) +(\d+|-)\t(.+)$/s.exec(line);
    if (match === null) return [];
    const [, mode, type, object, size, path] = match as unknown as [string, ...string[]];
    return [
      {
        path: path!,
        mode: mode!,
        type: type!,
        sha: object!,
        ...(size === "-" ? {} : { size: Number(size) }),
      },
    ];
  });
  const answer: Schemas["git-tree"] = {
    sha: id,
    truncated: tree.length > state.treeLimit,
    tree: tree.slice(0, state.treeLimit),
  };
  return { status: 200, json: answer };
}

/** The octets of a file. */
export function getBlob(state: State, _: Question, { sha }: Parts): Answer {
  const bytes = blob(state, sha!);
  if (bytes === undefined) return NOT_FOUND;
  const answer: Schemas["blob"] = {
    sha: sha!,
    node_id: "B_1",
    url: "https://api.github.com/",
    size: bytes.length,
    encoding: "base64",
    content: bytes.toString("base64").replace(/.{60}/g, "$&\n"),
  };
  return { status: 200, json: answer };
}

/** Two commits: only what is read of it. */
export function compare(state: State, _: Question, { basehead }: Parts): Answer {
  const [base, head] = basehead!.split("...");
  const sha = git(state, "merge-base", base!, head!)?.toString().trim();
  if (sha === undefined) return { status: 404, json: { message: `No common ancestor between ${basehead}.` } };
  const merge_base_commit: Pick<Schemas["commit"], "sha"> = { sha };
  return { status: 200, json: { merge_base_commit, commits: [], files: [] } };
}
