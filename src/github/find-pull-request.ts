import type { Github, Repository } from "./client.ts";
import { at } from "./refusal.ts";

/** The run of a workflow for a pull request, as the event `workflow_run` describes it. */
export interface PullRequestRun {
  readonly headSha: string;
  readonly headBranch: string;
  /** Undefined when the repository is gone. */
  readonly headRepository: { readonly id: number; readonly owner: string } | undefined;
}

/** The open pull request that a run was for, as far as it can be told. */
export type FoundPullRequest =
  | { readonly kind: "one"; readonly number: number }
  | { readonly kind: "none" }
  | { readonly kind: "several"; readonly numbers: readonly number[] };

const PER_PAGE = 100;

/**
 * Finds the open pull request of a run by branch, repository and commit. (The event names none for a fork, and
 * `commits/{sha}/pulls` may not know a fork's commit.) A run whose commit is not the head any more has none.
 */
export function findPullRequest(
  github: Github,
  { owner, repo }: Repository,
  run: PullRequestRun,
): Promise<FoundPullRequest> {
  const { headSha, headBranch, headRepository } = run;
  if (headRepository === undefined) return Promise.resolve({ kind: "none" });
  return at("find the pull request of the run", "pull-requests: read", async () => {
    const numbers: number[] = [];
    for await (const { data } of github.paginate.iterator(github.rest.pulls.list, {
      owner,
      repo,
      state: "open",
      head: `${headRepository.owner}:${headBranch}`,
      per_page: PER_PAGE,
    })) {
      for (const { number, head } of data) {
        // GitHub ignores a filter that it cannot read, so everything is compared again.
        const isSame = head.sha === headSha && head.ref === headBranch && head.repo?.id === headRepository.id;
        if (isSame) numbers.push(number);
      }
    }
    const [first, ...more] = numbers;
    if (first === undefined) return { kind: "none" };
    return more.length === 0 ? { kind: "one", number: first } : { kind: "several", numbers };
  });
}
