import type { Github, Repository } from "./client.ts";
import { at } from "./refusal.ts";

/** The run of a workflow for a pull request, as the event `workflow_run` describes it. */
export interface PullRequestRun {
  readonly headSha: string;
  readonly headBranch: string;
  /** Undefined when the repository is gone. */
  readonly headRepository: { readonly id: number; readonly owner: string } | undefined;
}

/** The numbers of the open pull requests that a run may have been for. */
export interface FoundPullRequests {
  /** Those that have the run's commit as their head: several where a branch goes to several others. */
  readonly current: readonly number[];
  /** Those of the same branch that have another head now. */
  readonly moved: readonly number[];
}

const PER_PAGE = 100;
const MOST_PAGES = 10; // of all open pull requests, where only the commit tells

/**
 * Finds the open pull requests of a run by branch, repository and commit. (The event names none for a fork, and
 * `commits/{sha}/pulls` may not know a fork's commit.) Where the repository is gone, its pull requests stay open, and
 * branch and commit alone tell.
 */
export function findPullRequests(
  github: Github,
  { owner, repo }: Repository,
  { headSha, headBranch, headRepository }: PullRequestRun,
): Promise<FoundPullRequests> {
  return at("find the pull request of the run", "pull-requests: read", async () => {
    if (headRepository !== undefined) {
      const head = `${headRepository.owner}:${headBranch}`;
      const found = await search({ head }, headRepository.id);
      if (found.current.length + found.moved.length > 0) return found;
    }
    return { ...(await search({}, undefined)), moved: [] };
  });

  /** @param from the repository; undefined: one that is gone */
  async function search(
    filter: { readonly head?: string },
    from: number | undefined,
  ): Promise<FoundPullRequests> {
    const current: number[] = [];
    const moved: number[] = [];
    let pages = 0;
    for await (const { data } of github.paginate.iterator(github.rest.pulls.list, {
      owner,
      repo,
      state: "open",
      ...filter,
      per_page: PER_PAGE,
    })) {
      for (const { number, head } of data) {
        // GitHub ignores a filter that it cannot read, so everything is compared again. Its types know no repository that
        // is gone; its answers do.
        const repository = head.repo as typeof head.repo | null;
        if (head.ref !== headBranch || repository?.id !== from) continue;
        (head.sha === headSha ? current : moved).push(number);
      }
      if (++pages === MOST_PAGES) break;
    }
    return { current, moved };
  }
}
