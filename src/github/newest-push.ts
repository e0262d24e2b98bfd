import type { Github } from "./client.ts";
import type { PullRequest } from "./pull-request.ts";
import { hasStatus } from "./refusal.ts";

/** The time up to which somebody may have pushed to a pull request's branch; or why it is not known. */
export type NewestPush = { readonly at: Date } | { readonly unknown: string };

const PUSHES = 100; // that are looked through for the one of a merged pull request

/**
 * When the head of a pull request was pushed, by GitHub's clock. The dates in a commit are chosen by its author and
 * prove nothing; GitHub's record of pushes to the branch does. Where that cannot be read (a private fork), a time
 * stands in that is never too early: of the newest push to any branch of the repository, or of the merge, after which
 * nothing can be pushed to a pull request any more.
 */
export async function newestPush(github: Github, pull: PullRequest): Promise<NewestPush> {
  const { headRepository, headBranch, headSha, mergedAt } = pull;
  if (headRepository === undefined) {
    return mergedAt === undefined
      ? { unknown: "the repository that the pull request came from is gone" }
      : timeOf(mergedAt);
  }
  const { owner, repo, pushedAt } = headRepository;
  try {
    const { data } = await github.rest.repos.listActivities({
      owner,
      repo,
      ref: `refs/heads/${headBranch}`,
      per_page: mergedAt === undefined ? 1 : PUSHES, // newest first
    });
    // The record lags behind the branch for a moment after a push. The branch of a merged pull request may be gone, or
    // be used again.
    const push = mergedAt === undefined ? data[0] : data.find(({ after }) => after === headSha);
    if (push?.after === headSha) return timeOf(push.timestamp);
  } catch (error) {
    if (!hasStatus(error, 403, 404, 422)) throw error;
  }
  return timeOf(mergedAt ?? pushedAt);
}

function timeOf(text: string): NewestPush {
  const time = Date.parse(text);
  return Number.isNaN(time)
    ? { unknown: "GitHub does not say when the branch was pushed" }
    : { at: new Date(time) };
}
