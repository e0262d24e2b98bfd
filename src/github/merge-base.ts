import type { Github, Repository } from "./client.ts";
import { at, hasStatus } from "./refusal.ts";

/** The newest commit that a branch and a commit have in common, by GitHub; undefined when they have none. */
export async function mergeBaseWith(
  github: Github,
  where: Repository,
  branch: string,
  commit: string,
): Promise<string | undefined> {
  const tip = await at(`find the branch "${branch}"`, "contents: read", () =>
    github.rest.git.getRef({ ...where, ref: `heads/${branch}` }),
  );
  return mergeBaseOf(github, where, tip.data.object.sha, commit);
}

/** The newest commit that two commits have in common, by GitHub; undefined when they have none. */
export function mergeBaseOf(
  github: Github,
  { owner, repo }: Repository,
  base: string,
  head: string,
): Promise<string | undefined> {
  return at(`compare ${head} with ${base}`, "contents: read", async () => {
    try {
      const { data } = await github.rest.repos.compareCommitsWithBasehead({
        owner,
        repo,
        basehead: `${base}...${head}`,
        per_page: 1, // of the commits, which nobody needs
      });
      return data.merge_base_commit.sha;
    } catch (error) {
      if (hasStatus(error, 404)) return undefined; // "No common ancestor"
      throw error;
    }
  });
}
