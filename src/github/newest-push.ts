import type { Github } from "./client.ts";
import type { PullRequest } from "./pull-request.ts";
import { hasStatus } from "./refusal.ts";

/** The time up to which somebody may have pushed to a pull request's branch; or why it is not known. */
export type NewestPush = { readonly at: Date } | { readonly unknown: string };

/**
 * When the head of a pull request was pushed, by GitHub's clock. The dates in a commit are chosen by its author and
 * prove nothing; GitHub's record of pushes to the branch does. Where that cannot be read (a private fork), the time
 * of the newest push to any branch of the repository stands in: it is never too early.
 */
export async function newestPush(
  github: Github,
  { headRepository, headBranch, headSha }: PullRequest,
): Promise<NewestPush> {
  if (headRepository === undefined)
    return { unknown: "the repository that the pull request came from is gone" };
  const { owner, repo, pushedAt } = headRepository;
  try {
    const { data } = await github.rest.repos.listActivities({
      owner,
      repo,
      ref: `refs/heads/${headBranch}`,
      per_page: 1, // newest first
    });
    const [newest] = data;
    // The record lags behind the branch for a moment after a push.
    if (newest?.after === headSha) return timeOf(newest.timestamp);
  } catch (error) {
    if (!hasStatus(error, 403, 404, 422)) throw error;
  }
  return timeOf(pushedAt);
}

function timeOf(text: string): NewestPush {
  const time = Date.parse(text);
  return Number.isNaN(time)
    ? { unknown: "GitHub does not say when the branch was pushed" }
    : { at: new Date(time) };
}
