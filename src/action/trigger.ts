import { isObjectId } from "../files/object-id.ts";
import { WorldError } from "../files/world-error.ts";
import type { PullRequestRun } from "../github/find-pull-request.ts";
import { queuedPullRequest } from "../github/merge-queue.ts";

/** What started the workflow, as far as we need to know. */
export type Trigger =
  /** A pull request was opened, pushed to, reopened, labelled or unlabelled. */
  | {
      readonly kind: "pull-request";
      readonly number: number;
      readonly baseSha: string;
      readonly headSha: string;
      /** It comes from another repository, or from one that is gone: its zones are a stranger's. */
      readonly isFork: boolean;
    }
  /** A pull request in the merge queue; its number where the ref has the form that GitHub gives it. */
  | {
      readonly kind: "merge-queue";
      readonly number: number | undefined;
      readonly baseSha: string;
      readonly headSha: string;
    }
  /** Another workflow ended. */
  | { readonly kind: "workflow-run"; readonly run: EndedRun }
  | { readonly kind: "other"; readonly event: string };

/** The run of another workflow. */
export interface EndedRun extends PullRequestRun {
  readonly id: number;
  readonly attempt: number;
  /** What started it: `pull_request`, `push`, … */
  readonly event: string;
  /** Its page. */
  readonly url: string;
}

/**
 * Reads an event's payload. Branches, titles and the like in it are chosen by whoever opened the pull request; only
 * what has one possible form is taken, and branches stay text.
 */
export function readTrigger(event: string, payload: unknown): Trigger {
  switch (event) {
    case "pull_request": {
      const pull = field(payload, "pull_request");
      return {
        kind: "pull-request",
        number: whole(pull, "number"),
        baseSha: commit(field(pull, "base"), "sha"),
        headSha: commit(field(pull, "head"), "sha"),
        isFork: isFork(pull),
      };
    }
    case "merge_group": {
      const group = field(payload, "merge_group");
      return {
        kind: "merge-queue",
        number: queuedPullRequest(text(group, "head_ref"))?.number,
        baseSha: commit(group, "base_sha"),
        headSha: commit(group, "head_sha"),
      };
    }
    case "workflow_run":
      return { kind: "workflow-run", run: readRun(field(payload, "workflow_run")) };
    default:
      return { kind: "other", event };
  }
}

function isFork(pull: unknown): boolean {
  const head = field(field(pull, "head"), "repo");
  return head === null || whole(head, "id") !== whole(field(field(pull, "base"), "repo"), "id");
}

function readRun(run: unknown): EndedRun {
  const repository = field(run, "head_repository");
  return {
    id: whole(run, "id"),
    attempt: whole(run, "run_attempt"),
    event: text(run, "event"),
    url: text(run, "html_url"),
    headSha: commit(run, "head_sha"),
    headBranch: text(run, "head_branch"),
    headRepository:
      repository === null
        ? undefined
        : { id: whole(repository, "id"), owner: text(field(repository, "owner"), "login") },
  };
}

function field(of: unknown, key: string): unknown {
  const value = typeof of === "object" && of !== null ? (of as { [key: string]: unknown })[key] : undefined;
  if (value === undefined) throw new WorldError(`Cannot read the event: it has no "${key}"`);
  return value;
}

function text(of: unknown, key: string): string {
  const value = field(of, key);
  if (typeof value !== "string") throw new WorldError(`Cannot read the event: its "${key}" is no text`);
  return value;
}

function whole(of: unknown, key: string): number {
  const value = field(of, key);
  if (!Number.isSafeInteger(value) || typeof value !== "number" || value < 1) {
    throw new WorldError(`Cannot read the event: its "${key}" is no whole number above 0`);
  }
  return value;
}

function commit(of: unknown, key: string): string {
  const value = text(of, key);
  if (!isObjectId(value)) throw new WorldError(`Cannot read the event: its "${key}" is no commit's full id`);
  return value;
}
