import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { git } from "../../fakes/github/git-objects.ts";
import { examplePayload, type Payload, part } from "../../fakes/github/payloads.ts";
import { type FakeGithub, startFakeGithub } from "../../fakes/github/server.ts";
import { emptyState, FORK_JOB, type Fork, type Pull, type State } from "../../fakes/github/state.ts";
import { zip } from "../../fakes/github/zip.ts";
import { type GitRepository, gitRepository, type Tree } from "./git-repository.ts";
import { type Ended, runAction } from "./run-action.ts";

/** Zones that no nameserver on the network is asked about. */
export const ZONES: Tree = {
  "zones/_config.yaml": "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n",
  "zones/example.com.yaml": `'':
  - {type: A, value: 192.0.2.1}
  - {type: MX, value: {preference: 10, exchange: mail.example.com.}}
www: {type: A, value: 192.0.2.2}
mail: {type: A, value: 192.0.2.3}
ftp: {type: A, value: 192.0.2.4}
`,
  "zones/example.org.yaml": "www: {type: A, value: 192.0.2.9}\n",
  "README.md": "Our zones\n",
};

/** The zone of `ZONES` with another address for `www`. */
export function withWww(address: string): Tree {
  const zone = ZONES["zones/example.com.yaml"] as string; // a text there
  return { "zones/example.com.yaml": zone.replace("192.0.2.2", address) };
}

/** A repository on a fake GitHub, with pull requests, and the Action as its workflows start it. */
export interface Scenario {
  readonly state: State;
  readonly repository: GitRepository;
  /** Opens a pull request from a branch of the repository, or of a fork. */
  readonly open: (tree: Tree, from?: { readonly fork?: Partial<Fork>; readonly branch?: string }) => Pull;
  /** Pushes to the branch of a pull request. */
  readonly push: (pull: Pull, tree: Tree) => void;
  /** `plan.yml`: with the token of a fork, if it is one. Uploads its evidence. */
  readonly plan: (pull: Pull, options?: RunOptions) => Promise<Ended & { readonly run: Run }>;
  /** `comment.yml`, after a run of `plan.yml`. */
  readonly comment: (run: Run, inputs?: { readonly [name: string]: string }) => Promise<Ended>;
  /** Both. */
  readonly planAndComment: (pull: Pull) => Promise<{ readonly planned: Ended; readonly commented: Ended }>;
  /** The texts of our comments on a pull request. */
  readonly ours: (pull: Pull) => readonly string[];
  /** A run of `plan.yml` that did not happen, with what it is said to have uploaded. */
  readonly pretend: (pull: Pull, files?: { readonly [name: string]: string }) => Run;
  readonly stop: () => Promise<void>;
}

/** A run of `plan.yml`. */
export interface Run {
  readonly id: number;
  readonly attempt: number;
  readonly head: string;
  readonly branch: string;
  readonly repository: Fork | undefined;
  readonly event: string;
}

/** How a run differs from the usual one. */
export interface RunOptions {
  readonly event?: "pull_request" | "merge_group";
  readonly payload?: Payload;
  readonly depth?: number;
  readonly inputs?: { readonly [name: string]: string };
}

const NOW = "2026-11-22T12:00:00Z";

/**
 * Sets the scene. Its `stop` says whether the real GitHub would have taken everything.
 *
 * @param node the program that runs the Action
 */
export async function scenario(tree: Tree = ZONES, node = process.execPath): Promise<Scenario> {
  const state = emptyState();
  const repository = gitRepository(tree);
  state.gitFolder = repository.folder;
  const github: FakeGithub = await startFakeGithub(state);
  const folders: string[] = [repository.folder];
  let runs = 9_000;
  const home: Fork = { id: state.repositoryId, owner: state.owner, repo: state.repo, pushedAt: NOW };

  const noteCommit = (pull: Pull) => {
    const { repository: from, branch, sha } = pull.head;
    if (from === undefined) return;
    const place = `${from.owner}/${from.repo}`;
    state.pushes.unshift({ repository: place, ref: `refs/heads/${branch}`, after: sha, at: NOW });
  };
  const runOf = (pull: Pull, event = "pull_request"): Run => ({
    id: runs++,
    attempt: 1,
    head: pull.head.sha,
    branch: pull.head.branch,
    repository: pull.head.repository,
    event,
  });
  const upload = (run: Run, files: { readonly [name: string]: string }) => {
    const content = Object.entries(files).map(([name, text]) => ({ name, content: text }));
    state.artifacts.push({ id: state.nextId++, run: run.id, name: "zonepipe-evidence", zip: zip(content) });
  };
  const it: Scenario = {
    state,
    repository,
    open(changes, { fork, branch = `change-${state.pulls.length + 1}` } = {}) {
      const sha = repository.commit(branch, changes);
      const from =
        fork === undefined ? home : { id: 2_002, owner: "stranger", repo: "dns", pushedAt: NOW, ...fork };
      const pull: Pull = {
        number: state.pulls.length + 1,
        state: "open",
        head: { repository: from, branch, sha },
        base: { branch: "main" },
        labels: [],
        events: [],
      };
      state.pulls.push(pull);
      noteCommit(pull);
      return pull;
    },
    push(pull, changes) {
      pull.head.sha = repository.commit(pull.head.branch, changes);
      noteCommit(pull);
    },
    async plan(
      pull,
      { event = "pull_request", payload = pullRequestEvent(state, pull), depth = 0, inputs = {} } = {},
    ) {
      const run = runOf(pull);
      const sha = event === "merge_group" ? String(part(payload, "merge_group").head_sha) : pull.head.sha;
      const workspace = repository.checkout(sha, depth);
      folders.push(workspace);
      const permissions = state.permissions;
      state.permissions = FORK_JOB; // plan.yml asks for no more, wherever the pull request comes from
      const ended = await runAction({
        inputs: { mode: "plan", zones: "zones", "github-token": "ghs_token_of_the_job", ...inputs },
        event,
        payload,
        workspace,
        apiUrl: github.url,
        runId: run.id,
        node,
      });
      state.permissions = permissions;
      const evidence = ended.outputs["evidence-json"];
      if (evidence) upload(run, { "evidence.json": readFileSync(join(workspace, evidence), "utf8") });
      return { ...ended, run };
    },
    comment(run, inputs = {}) {
      const workspace = repository.checkout(repository.git("rev-parse", "main"));
      folders.push(workspace);
      return runAction({
        inputs: { mode: "comment", zones: "zones", "github-token": "ghs_token_of_the_job", ...inputs },
        event: "workflow_run",
        payload: workflowRunEvent(run),
        workspace,
        apiUrl: github.url,
        runId: run.id + 500_000,
        node,
      });
    },
    async planAndComment(pull) {
      const planned = await it.plan(pull);
      return { planned, commented: await it.comment(planned.run) };
    },
    ours: (pull) =>
      state.comments
        .filter(({ pull: on, author }) => on === pull.number && author.login === state.viewer.login)
        .map(({ body }) => body),
    pretend(pull, files) {
      const run = runOf(pull);
      if (files !== undefined) upload(run, files);
      return run;
    },
    async stop() {
      await github.stop();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
      if (state.violations.length > 0)
        throw new Error(`GitHub would refuse:\n${state.violations.join("\n")}`);
    },
  };
  return it;
}

/** The event that starts `plan.yml`: the example that GitHub gives, about this pull request. */
export function pullRequestEvent(state: State, pull: Pull, action = "synchronize"): Payload {
  const payload = examplePayload("pull_request", action);
  const example = part(payload, "pull_request");
  const { repository = null } = pull.head;
  const base = git(state, "rev-parse", `refs/heads/${pull.base.branch}`)?.toString().trim();
  return {
    ...payload,
    number: pull.number,
    pull_request: {
      ...example,
      number: pull.number,
      head: {
        ...part(example, "head"),
        sha: pull.head.sha,
        ref: pull.head.branch,
        repo: repository && { ...part(part(example, "head"), "repo"), id: repository.id },
      },
      base: {
        ...part(example, "base"),
        sha: base,
        ref: pull.base.branch,
        repo: { ...part(part(example, "base"), "repo"), id: state.repositoryId },
      },
      // What a payload says of labels is not looked at.
      labels: [{ name: "zonepipe:allow-deletes:example.com" }],
    },
  };
}

/** The event that starts `comment.yml`. It names no pull request, as for a fork. */
function workflowRunEvent({ id, attempt, head, branch, repository, event }: Run): Payload {
  const payload = examplePayload("workflow_run", "completed");
  const example = part(payload, "workflow_run");
  return {
    ...payload,
    workflow_run: {
      ...example,
      id,
      run_attempt: attempt,
      event,
      conclusion: "success",
      head_sha: head,
      head_branch: branch,
      pull_requests: [],
      head_repository:
        repository === undefined
          ? null
          : {
              ...part(example, "head_repository"),
              id: repository.id,
              owner: { ...part(part(example, "head_repository"), "owner"), login: repository.owner },
            },
    },
  };
}
