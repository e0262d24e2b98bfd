import type { Github } from "./client.ts";
import type { PullRequest } from "./pull-request.ts";
import { hasStatus } from "./refusal.ts";

/** The time up to which somebody may have pushed to a pull request's branch; or why it is not known. */
export type NewestPush = { readonly at: Date } | { readonly unknown: string };

const PER_PAGE = 100;
const MOST_PAGES = 10; // of what was pushed to the branch of a pull request after its merge

/**
 * When the head of a pull request was pushed, by GitHub's clock. The dates in a commit are chosen by its author and
 * prove nothing; GitHub's record of pushes to the branch does. What is pushed to it after the merge is no part of the pull
 * request. Where the record cannot be read (a private fork), a time stands in that is never too early: of the newest push to
 * any branch of the repository, or of the merge.
 */
export async function newestPush(github: Github, pull: PullRequest): Promise<NewestPush> {
  const { headRepository, headBranch, headSha, mergedAt } = pull;
  if (headRepository === undefined) {
    return mergedAt === undefined
      ? { unknown: "the repository that the pull request came from is gone" }
      : timeOf(mergedAt);
  }
  const { owner, repo, pushedAt } = headRepository;
  const ref = `refs/heads/${headBranch}`;
  try {
    let pages = 0;
    const list = { owner, repo, ref, per_page: mergedAt === undefined ? 1 : PER_PAGE }; // newest first
    for await (const { data } of github.paginate.iterator(github.rest.repos.listActivities, list)) {
      const push = data.find(({ after, timestamp }) => !isAfterMerge(after, timestamp, pull));
      // The record lags behind the branch for a moment after a push.
      if (push?.after === headSha) return timeOf(push.timestamp);
      if (push !== undefined || mergedAt === undefined || ++pages === MOST_PAGES) break;
    }
  } catch (error) {
    if (!hasStatus(error, 403, 404, 422)) throw error;
  }
  return timeOf(mergedAt ?? pushedAt);
}

/** It happened to the branch after the merge. GitHub's times are whole seconds: in that of the merge, what was merged came first. */
function isAfterMerge(after: string, timestamp: string, { headSha, mergedAt }: PullRequest): boolean {
  if (mergedAt === undefined) return false;
  const [time, merge] = [Date.parse(timestamp), Date.parse(mergedAt)];
  return time > merge || (time === merge && after !== headSha);
}

function timeOf(text: string): NewestPush {
  const time = Date.parse(text);
  return Number.isNaN(time)
    ? { unknown: "GitHub does not say when the branch was pushed" }
    : { at: new Date(time) };
}
