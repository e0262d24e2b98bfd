import { WorldError } from "../files/world-error.ts";
import type { Github, Repository } from "./client.ts";
import { type CommentKind, isNewer, printMarker, type ShownRun } from "./comment-marker.ts";
import { newestVersion, type OwnComment, ownComments } from "./own-comments.ts";
import { ownLogin } from "./own-login.ts";
import { getPullRequest } from "./pull-request.ts";
import { at, hasStatus } from "./refusal.ts";

/** A comment to post. */
export interface Comment {
  readonly kind: CommentKind;
  readonly shows: ShownRun;
  /** Markdown, without a marker. */
  readonly text: string;
  /** It may be a new one; otherwise only one that stands already is brought up to date. */
  readonly mayCreate: boolean;
  /** Of a plan: the branch that it is compared with, and what is written instead where that or the head is another now. */
  readonly about?: { readonly baseBranch: string; readonly otherwise: string };
  /** It stands in for a report that is being made: what says something of the same commit already stays until then. */
  readonly isInterim?: true;
}

/** What became of it. */
export type Posted =
  | { readonly outcome: "created" | "updated" | "unchanged"; readonly url: string }
  /** A newer run has reported already, and its report stays (or was put back). */
  | { readonly outcome: "kept-newer"; readonly url: string; readonly shows: ShownRun }
  | { readonly outcome: "not-needed" }
  /** The pull request is merged or closed: its comment is history now. */
  | { readonly outcome: "closed" }
  /** Somebody pushed meanwhile: the report is about a commit that is not the head any more, and a comment says so. */
  | { readonly outcome: "outdated" };

const MOST_ROUNDS = 6; // of looking and mending; two jobs that write at the same time need three

/**
 * Posts the one comment of its kind on a pull request. It looks, changes what is not as it should be, and looks
 * again until nothing is left to change: one comment of ours, the oldest, which shows the newest run that reported.
 */
export async function postComment(
  github: Github,
  where: Repository & { readonly number: number },
  comment: Comment,
): Promise<Posted> {
  const isOurs = await ownLogin(github);
  const { kind, shows, about } = comment;
  let change: "created" | "updated" | "unchanged" = "unchanged";
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const pull = await getPullRequest(github, where, where.number);
    // A plan is about the head, and ends with the merge; a deployment is about a commit of the branch that it went to.
    const isOfHead =
      about === undefined || (pull.headSha === shows.head && pull.baseBranch === about.baseBranch);
    if (!pull.isOpen && kind === "plan") return { outcome: "closed" };
    const text = isOfHead ? comment.text : about.otherwise;
    const wanted = { body: `${printMarker(kind, shows)}\n${text}`, shows };
    const [oldest, ...others] = await ownComments(github, where, kind, isOurs);
    if (oldest === undefined) {
      if (!isOfHead) return { outcome: "outdated" };
      if (!comment.mayCreate) return { outcome: "not-needed" };
      await create(github, where, wanted.body);
      change = "created";
      continue;
    }
    const newest = [wanted, await newestVersion(github, oldest, kind), ...others].reduce((a, b) =>
      isNewer(b.shows, a.shows) ? b : a,
    );
    if (comment.isInterim && newest === wanted && oldest.shows.head === shows.head && isOfHead) {
      return { outcome: "unchanged", url: oldest.url };
    }
    const isRight = sameText(oldest.body, newest.body);
    if (!isRight) {
      await update(github, where, oldest, newest.body);
      if (change === "unchanged") change = "updated";
    }
    for (const other of others) await remove(github, where, other);
    if (!isRight || others.length > 0) continue;
    if (newest === wanted && !isOfHead) return { outcome: "outdated" };
    return newest === wanted
      ? { outcome: change, url: oldest.url }
      : { outcome: "kept-newer", url: oldest.url, shows: newest.shows };
  }
  throw new WorldError(
    `Cannot post the comment on pull request ${where.number}: it was changed ${MOST_ROUNDS} times while we wrote it`,
  );
}

/** GitHub may have carried it out although its answer says otherwise: the next look tells. */
async function create(github: Github, where: Repository & { number: number }, body: string): Promise<void> {
  await at(`comment on pull request ${where.number}`, "pull-requests: write", async () => {
    try {
      const { owner, repo, number } = where;
      await github.rest.issues.createComment({ owner, repo, issue_number: number, body });
    } catch (error) {
      if (!hasStatus(error, 500, 502, 503, 504)) throw error;
    }
  });
}

async function update(
  github: Github,
  { owner, repo }: Repository,
  { id }: OwnComment,
  body: string,
): Promise<void> {
  await at("update our comment", "pull-requests: write", async () => {
    try {
      await github.rest.issues.updateComment({ owner, repo, comment_id: id, body });
    } catch (error) {
      if (!hasStatus(error, 404)) throw error; // somebody deleted it: the next look tells
    }
  });
}

async function remove(github: Github, { owner, repo }: Repository, { id }: OwnComment): Promise<void> {
  await at("delete our second comment", "pull-requests: write", async () => {
    try {
      await github.rest.issues.deleteComment({ owner, repo, comment_id: id });
    } catch (error) {
      if (!hasStatus(error, 404)) throw error; // another job of ours did it
    }
  });
}

/** GitHub may give line ends as CRLF, and drops white space at the end. */
function sameText(a: string, b: string): boolean {
  return a.replaceAll("\r\n", "\n").trimEnd() === b.replaceAll("\r\n", "\n").trimEnd();
}
