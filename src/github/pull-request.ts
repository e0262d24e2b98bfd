import type { Github, Repository } from "./client.ts";
import { at } from "./refusal.ts";

/** A pull request as GitHub's interface gives it now. Its texts are chosen by whoever opened it. */
export interface PullRequest {
  readonly number: number;
  /** Neither merged nor closed. */
  readonly isOpen: boolean;
  /** When it was merged, in ISO 8601. */
  readonly mergedAt: string | undefined;
  readonly headSha: string;
  /** The branch, without `refs/heads/`. */
  readonly headBranch: string;
  /** Undefined when the repository that it came from is gone. */
  readonly headRepository: HeadRepository | undefined;
  /** The branch that it goes to. */
  readonly baseBranch: string;
  readonly labels: readonly string[];
}

/** The repository that a pull request comes from. */
export interface HeadRepository extends Repository {
  readonly id: number;
  /** When anything was last pushed to it. */
  readonly pushedAt: string;
}

/** The pull request of this number. */
export function getPullRequest(
  github: Github,
  { owner, repo }: Repository,
  number: number,
): Promise<PullRequest> {
  return at(`read pull request ${number}`, "pull-requests: read", async () => {
    const { data } = await github.rest.pulls.get({ owner, repo, pull_number: number });
    return {
      number: data.number,
      isOpen: data.state === "open",
      mergedAt: data.merged_at ?? undefined,
      headSha: data.head.sha,
      headBranch: data.head.ref,
      headRepository: headRepositoryOf(data.head.repo),
      baseBranch: data.base.ref,
      labels: data.labels.map(({ name }) => name),
    };
  });
}

function headRepositoryOf(
  repository: {
    readonly id: number;
    readonly name: string;
    readonly owner: { readonly login: string };
    readonly pushed_at?: string | null;
  } | null,
): HeadRepository | undefined {
  if (repository === null) return undefined;
  const { id, name, owner, pushed_at } = repository;
  return { id, owner: owner.login, repo: name, pushedAt: pushed_at ?? "" };
}
