import type { Github, Repository } from "./client.ts";
import { at, hasStatus } from "./refusal.ts";

const PER_PAGE = 100;

/**
 * The pull requests into a branch that brought a commit: one as a rule, whether it was merged, squashed or rebased.
 * None for a commit that was pushed, and where GitHub does not say.
 */
export function mergedPullsOf(
  github: Github,
  { owner, repo }: Repository,
  branch: string,
  commit: string,
): Promise<number[]> {
  return at(`find the pull request of commit ${commit}`, "pull-requests: read", async () => {
    try {
      const { data } = await github.rest.repos.listPullRequestsAssociatedWithCommit({
        owner,
        repo,
        commit_sha: commit,
        per_page: PER_PAGE,
      });
      // Open ones that contain the commit are listed, too, and merges into other branches.
      return data
        .filter(({ merged_at, base }) => merged_at !== null && base.ref === branch)
        .map(({ number }) => number);
    } catch (error) {
      if (hasStatus(error, 404, 409, 422)) return [];
      throw error;
    }
  });
}
