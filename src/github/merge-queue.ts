/** A pull request in the merge queue. */
export interface QueuedPullRequest {
  readonly number: number;
  /** The branch that it goes to. */
  readonly baseBranch: string;
}

/** The pull request of a merge queue's ref, such as `refs/heads/gh-readonly-queue/main/pr-12-<commit>`. */
export function queuedPullRequest(ref: string): QueuedPullRequest | undefined {
  const match = /^refs\/heads\/gh-readonly-queue\/(.+)\/pr-([1-9][0-9]{0,14})-[0-9a-f]{40,64}$/s.exec(ref);
  return match === null ? undefined : { baseBranch: match[1]!, number: Number(match[2]) };
}
