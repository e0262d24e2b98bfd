import type { Github, Repository } from "./client.ts";
import { at, hasStatus } from "./refusal.ts";

/** The newest commit that a branch and a commit have in common, by GitHub; undefined when they have none. */
export function mergeBaseWith(
  github: Github,
  { owner, repo }: Repository,
  branch: string,
  commit: string,
): Promise<string | undefined> {
  return at(`compare ${commit} with the branch it goes to`, "contents: read", async () => {
    const tip = await github.rest.git.getRef({ owner, repo, ref: `heads/${branch}` });
    try {
      const { data } = await github.rest.repos.compareCommitsWithBasehead({
        owner,
        repo,
        basehead: `${tip.data.object.sha}...${commit}`,
        per_page: 1, // of the commits, which nobody needs
      });
      return data.merge_base_commit.sha;
    } catch (error) {
      if (hasStatus(error, 404)) return undefined; // "No common ancestor"
      throw error;
    }
  });
}
