import { WorldError } from "../files/world-error.ts";
import type { Github, Repository } from "../github/client.ts";
import { at } from "../github/refusal.ts";

/** Where a run and the event that started it belong to. */
export interface RunPlace {
  readonly github: Github;
  readonly repository: Repository;
  /** What the run is for, in full: `refs/heads/main`. Empty outside of a job. */
  readonly ref: string;
  readonly payload: unknown;
}

/**
 * Refuses a run for anything but the default branch. On another one no merged pull request is known, so everything
 * there would count as a direct push, which needs nobody's review.
 */
export async function requireDefaultBranch(place: RunPlace): Promise<void> {
  const { ref } = place;
  const branch = await findDefaultBranch(place);
  if (ref === `refs/heads/${branch}`) return;
  const found =
    ref === "" ? "it does not say for which branch it runs" : `it runs for ${JSON.stringify(ref)}`;
  throw new WorldError(
    `Cannot deploy from this run: ${found}; expected "refs/heads/${branch}", the repository's default branch, where ` +
      "what changes was merged by pull requests. Nothing was touched. Merge into that branch, or start the workflow by " +
      `hand for it: gh workflow run WORKFLOW --ref ${branch}`,
  );
}

/** The name of the repository's default branch. */
export async function findDefaultBranch(place: Omit<RunPlace, "ref">): Promise<string> {
  return defaultBranchIn(place.payload) ?? (await defaultBranchAtGithub(place));
}

/** Every payload of an event in a repository has the repository, as it was then. */
function defaultBranchIn(payload: unknown): string | undefined {
  // Any value that is there may be asked for a property; what is not an object has none of these.
  const event = payload as { readonly repository?: { readonly default_branch?: unknown } | null } | null;
  const branch = event?.repository?.default_branch;
  return typeof branch === "string" && branch !== "" ? branch : undefined;
}

function defaultBranchAtGithub({
  github,
  repository: { owner, repo },
}: Omit<RunPlace, "ref">): Promise<string> {
  return at("find the repository's default branch", "metadata: read", async () => {
    const { data } = await github.rest.repos.get({ owner, repo });
    return data.default_branch;
  });
}
