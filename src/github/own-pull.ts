import { createHash } from "node:crypto";
import { WorldError } from "../files/world-error.ts";
import type { Github, Repository } from "./client.ts";
import { printMarker, readMarker, type ShownRun } from "./comment-marker.ts";
import { ownLogin } from "./own-login.ts";
import { at, hasStatus } from "./refusal.ts";

/** A pull request of ours: what it changes, and what it says. */
export interface WantedPull {
  readonly title: string;
  /** Markdown, without a marker. */
  readonly text: string;
  /** Of the commit. */
  readonly message: string;
  /** The branch that it goes to, and its commit that the change starts from. */
  readonly base: { readonly branch: string; readonly commit: string };
  /** What files have then, by their paths from the root of the repository; none: nothing is to be changed. */
  readonly files: ReadonlyMap<string, string>;
}

/** What became of it. */
export type KeptPull =
  | { readonly outcome: "opened" | "updated" | "unchanged" | "closed"; readonly url: string }
  /** Somebody else has pushed to its branch, so it is theirs now and was left as it is. */
  | { readonly outcome: "left"; readonly url: string }
  /** There is nothing to change, and no pull request. */
  | { readonly outcome: "none" };

/** The branch of the pull request that takes out what has expired. */
export const EXPIRED_BRANCH = "zonepipe/expired";

const PULLS = "pull-requests: write";
const CONTENTS = "contents: write";

/**
 * Keeps one pull request open as long as there is something to change: opens it, brings it up to date, closes it. It is
 * found by its branch, its author and a marker in its first line, which says which commit of the branch is ours: where somebody
 * pushed another one, nothing is touched.
 */
export async function keepPull(
  github: Github,
  where: Repository,
  run: Pick<ShownRun, "run" | "attempt">,
  wanted: WantedPull,
): Promise<KeptPull> {
  const pull = await findPull(github, where);
  const tip = await tipOf(github, where);
  if (pull !== undefined && tip !== pull.ours) return { outcome: "left", url: pull.url };
  if (wanted.files.size === 0) {
    if (pull === undefined) return { outcome: "none" };
    await change(github, where, pull.number, { state: "closed" });
    await removeBranch(github, where);
    return { outcome: "closed", url: pull.url };
  }
  const content = digestOf(wanted.files);
  const said = (head: string) =>
    `${printMarker("expired", { ...run, head })}\n<!-- ${content} -->\n${wanted.text}`;
  if (pull?.content === content) {
    if (pull.title === wanted.title && pull.text === wanted.text.trimEnd())
      return { outcome: "unchanged", url: pull.url };
    await change(github, where, pull.number, { title: wanted.title, body: said(pull.ours) });
    return { outcome: "updated", url: pull.url };
  }
  const head = await commit(github, where, wanted);
  await putBranch(github, where, head, tip !== undefined);
  const text = { title: wanted.title, body: said(head) };
  if (pull === undefined) return { outcome: "opened", url: await open(github, where, wanted, text) };
  await change(github, where, pull.number, text);
  return { outcome: "updated", url: pull.url };
}

/** Our pull request as it is. */
interface OwnPull {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly text: string;
  /** What its files say, as we wrote it down. */
  readonly content: string;
  /** The commit that we pushed. */
  readonly ours: string;
}

async function findPull(github: Github, where: Repository): Promise<OwnPull | undefined> {
  const isOurs = await ownLogin(github);
  const { data } = await at("look for our pull request", "pull-requests: read", () =>
    github.rest.pulls.list({ ...where, state: "open", head: `${where.owner}:${EXPIRED_BRANCH}` }),
  );
  const [first] = data;
  if (first === undefined) return undefined;
  const body = (first.body ?? "").replaceAll("\r\n", "\n");
  const marker = readMarker("expired", body);
  if (!isOurs(first.user) || marker === undefined) {
    throw new WorldError(
      `Cannot open a pull request: ${first.html_url} is somebody else's, from the branch ${EXPIRED_BRANCH}; close it, or rename its branch`,
    );
  }
  const [, content = "", ...text] = body.split("\n");
  return {
    number: first.number,
    url: first.html_url,
    title: first.title,
    text: text.join("\n").trimEnd(),
    content: /^<!-- (\S+) -->$/.exec(content)?.[1] ?? "",
    ours: marker.head,
  };
}

function digestOf(files: WantedPull["files"]): string {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return `sha256:${createHash("sha256").update(JSON.stringify(sorted)).digest("hex")}`;
}

function tipOf(github: Github, where: Repository): Promise<string | undefined> {
  return at("find the branch of our pull request", "contents: read", async () => {
    try {
      const { data } = await github.rest.git.getRef({ ...where, ref: `heads/${EXPIRED_BRANCH}` });
      return data.object.sha;
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  });
}

/** One commit on top of the base, with all that changes. */
function commit(github: Github, where: Repository, { base, files, message }: WantedPull): Promise<string> {
  return at("write a commit", CONTENTS, async () => {
    const before = await github.rest.git.getCommit({ ...where, commit_sha: base.commit });
    const tree = await github.rest.git.createTree({
      ...where,
      base_tree: before.data.tree.sha,
      tree: [...files].map(([path, content]) => ({ path, mode: "100644", type: "blob", content })),
    });
    const made = await github.rest.git.createCommit({
      ...where,
      message,
      tree: tree.data.sha,
      parents: [base.commit],
    });
    return made.data.sha;
  });
}

async function putBranch(github: Github, where: Repository, sha: string, isThere: boolean): Promise<void> {
  await at(`put it on the branch ${EXPIRED_BRANCH}`, CONTENTS, async () => {
    if (isThere)
      await github.rest.git.updateRef({ ...where, ref: `heads/${EXPIRED_BRANCH}`, sha, force: true });
    else await github.rest.git.createRef({ ...where, ref: `refs/heads/${EXPIRED_BRANCH}`, sha });
  });
}

async function removeBranch(github: Github, where: Repository): Promise<void> {
  await at(`remove the branch ${EXPIRED_BRANCH}`, CONTENTS, () =>
    github.rest.git.deleteRef({ ...where, ref: `heads/${EXPIRED_BRANCH}` }),
  );
}

/** GitHub refuses it, and says so, where the repository's settings let no workflow open pull requests. */
function open(
  github: Github,
  where: Repository,
  { base }: WantedPull,
  text: { readonly title: string; readonly body: string },
): Promise<string> {
  return at("open a pull request", PULLS, async () => {
    const { data } = await github.rest.pulls.create({
      ...where,
      ...text,
      head: EXPIRED_BRANCH,
      base: base.branch,
    });
    return data.html_url;
  });
}

async function change(
  github: Github,
  where: Repository,
  number: number,
  to: { readonly title?: string; readonly body?: string; readonly state?: "closed" },
): Promise<void> {
  await at(`change our pull request ${number}`, PULLS, () =>
    github.rest.pulls.update({ ...where, pull_number: number, ...to }),
  );
}
