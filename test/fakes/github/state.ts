/** Permissions of a job's token, as a workflow file writes them. */
export type Permission =
  | "actions: read"
  | "contents: read"
  | "contents: write"
  | "pull-requests: read"
  | "pull-requests: write"
  | "deployments: read"
  | "deployments: write"
  | "issues: write"
  | "metadata: read";

/** Everything that the fake GitHub knows. Tests set it up and look at it. */
export interface State {
  readonly owner: string;
  readonly repo: string;
  readonly repositoryId: number;
  defaultBranch: string;
  /** A real repository of git, with every commit that pull requests have. */
  gitFolder: string;
  /** What the token may do. A pull request from a fork gets one that may only read. */
  permissions: ReadonlySet<Permission>;
  /** The account behind the token. */
  viewer: Account;
  readonly pulls: Pull[];
  readonly comments: StoredComment[];
  readonly deployments: StoredDeployment[];
  readonly issues: StoredIssue[];
  /** By login: what GitHub answers for the permission of a collaborator. */
  readonly collaborators: Map<string, "admin" | "write" | "read" | "none">;
  /** Pushes, the newest first. */
  readonly pushes: Push[];
  readonly artifacts: Artifact[];
  /** Requests that are answered otherwise: looked at in order, each as often as it says. */
  readonly faults: Fault[];
  /** Acts of somebody else at the very moment before a request is answered; each once. */
  readonly before: Interruption[];
  /** Every request: `GET /repos/o/r/…`. */
  readonly requests: string[];
  /** What a request was that the real GitHub would not take: empty at the end of every test. */
  readonly violations: string[];
  /** Octets of text that GraphQL gives of a blob before it cuts. */
  textLimit: number;
  /** Entries of a tree that GitHub lists. */
  treeLimit: number;
  /** What is given instead of a blob, by its id. */
  readonly swapped: Map<string, string>;
  nextId: number;
  /** What the token of a job may send in an hour, REST and GraphQL each for itself. */
  readonly allowance: { readonly core: Allowance; readonly graphql: Allowance };
}

/** A limit of GitHub's, for the whole repository. */
export interface Allowance {
  readonly limit: number;
  used: number;
}

/** Somebody on GitHub. */
export interface Account {
  readonly login: string;
  readonly type: "User" | "Bot";
}

/** A pull request. */
export interface Pull {
  readonly number: number;
  state: "open" | "closed";
  head: { repository: Fork | undefined; branch: string; sha: string };
  base: { branch: string };
  labels: string[];
  /** Who opened it with which words; otherwise it is like GitHub's example. */
  words?: { readonly author: Account; title: string; body: string };
  readonly events: IssueEvent[];
  /** When it was merged. */
  mergedAt?: string;
  /** The commits of the base branch that it brought: several where it was rebased. */
  brought?: readonly string[];
}

/** A deployment with its statuses, the oldest first. */
export interface StoredDeployment {
  readonly id: number;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly creator: Account;
  readonly payload: unknown;
  readonly statuses: DeploymentStatus[];
  /** When it was made; otherwise when everything is. */
  readonly at?: string;
}

/** What became of a deployment, as somebody said. */
export interface DeploymentStatus {
  readonly state: string;
  readonly creator: Account;
  readonly description: string;
  readonly logUrl: string;
  /** When it was said; otherwise when everything is. */
  readonly at?: string;
}

/** An issue that is no pull request. */
export interface StoredIssue {
  readonly number: number;
  readonly author: Account;
  state: "open" | "closed";
  title: string;
  body: string;
}

/** The repository that a pull request comes from. */
export interface Fork {
  readonly id: number;
  readonly owner: string;
  readonly repo: string;
  pushedAt: string;
  /** Nobody outside may read it. */
  readonly isPrivate?: boolean;
}

/** Something that happened to a pull request. */
export interface IssueEvent {
  readonly event:
    | "labeled"
    | "unlabeled"
    | "head_ref_force_pushed"
    | "head_ref_restored"
    | "head_ref_deleted"
    | "base_ref_changed"
    | "merged"
    | "reopened"
    | "closed";
  readonly actor: Account | null;
  readonly at: string;
  readonly label?: string;
}

/** A comment with its history. */
export interface StoredComment {
  readonly id: number;
  readonly pull: number;
  readonly author: Account;
  body: string;
  /** Every version, the oldest first; none as long as it was never edited. */
  readonly edits: { readonly body: string; readonly editor: string }[];
}

/** A push to a branch. */
export interface Push {
  readonly repository: string;
  readonly ref: string;
  /** Zeros where the branch was deleted. */
  readonly after: string;
  readonly at: string;
}

/** What a run uploaded. */
export interface Artifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly zip: Uint8Array;
  readonly expired?: boolean;
  /** What GitHub says of its size, where that is not the truth. */
  readonly size?: number;
}

/** A request that is answered otherwise. */
export interface Fault {
  /** `POST /repos/o/r/issues/1/comments` matches. */
  readonly on: RegExp;
  times: number;
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  readonly message?: string;
  /** The request is carried out all the same: only its answer is lost. */
  readonly isCarriedOut?: boolean;
}

/** What somebody else does in between. */
export interface Interruption {
  readonly on: RegExp;
  readonly act: () => void;
}

/** What the token of a job in the repository itself may do, with the permissions of `comment.yml`. */
export const COMMENT_JOB: ReadonlySet<Permission> = new Set([
  "actions: read",
  "contents: read",
  "pull-requests: read",
  "pull-requests: write",
  "metadata: read",
]);

/** What the token of a job may do, with the permissions of `deploy.yml`. */
export const DEPLOY_JOB: ReadonlySet<Permission> = new Set([
  "contents: read",
  "pull-requests: read",
  "pull-requests: write",
  "deployments: read",
  "deployments: write",
  "metadata: read",
]);

/** What the token of a job may do, with the permissions of `drift.yml`. */
export const DRIFT_JOB: ReadonlySet<Permission> = new Set([
  "contents: read",
  "deployments: read",
  "deployments: write",
  "issues: write",
  "metadata: read",
]);

/** What the token of a job may do, with the permissions of `expired.yml`. */
export const EXPIRED_JOB: ReadonlySet<Permission> = new Set([
  "contents: read",
  "contents: write",
  "pull-requests: read",
  "pull-requests: write",
  "metadata: read",
]);

/** What the token of a fork's job may do. */
export const FORK_JOB: ReadonlySet<Permission> = new Set([
  "contents: read",
  "pull-requests: read",
  "metadata: read",
]);

/** An empty repository, seen by a job that may comment. */
export function emptyState(): State {
  return {
    owner: "example-org",
    repo: "dns",
    repositoryId: 1_001,
    defaultBranch: "main",
    gitFolder: "",
    permissions: COMMENT_JOB,
    viewer: { login: "github-actions[bot]", type: "Bot" },
    pulls: [],
    comments: [],
    deployments: [],
    issues: [],
    collaborators: new Map(),
    pushes: [],
    artifacts: [],
    faults: [],
    before: [],
    requests: [],
    violations: [],
    textLimit: 512_000,
    treeLimit: 100_000,
    swapped: new Map(),
    nextId: 5_000,
    allowance: { core: { limit: 1_000, used: 0 }, graphql: { limit: 1_000, used: 0 } },
  };
}
