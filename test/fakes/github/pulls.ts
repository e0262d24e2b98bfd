import type { components } from "@octokit/openapi-types";
import type { Answer, Parts, Question } from "./endpoint.ts";
import { git } from "./git-objects.ts";
import { page } from "./paging.ts";
import { examplePayload, type Payload, part } from "./payloads.ts";
import { simpleUser } from "./shapes.ts";
import type { IssueEvent, Pull, State } from "./state.ts";

type Schemas = components["schemas"];

/** One pull request. */
export function getPull(state: State, _: Question, { number }: Parts): Answer {
  const pull = state.pulls.find((candidate) => candidate.number === Number(number));
  if (pull === undefined) return { status: 404, json: { message: "Not Found" } };
  return { status: 200, json: pullRequest(state, pull) };
}

/** Pull requests by state and head; a filter that is not `OWNER:BRANCH` is ignored, as GitHub does. */
export function listPulls(state: State, question: Question): Answer {
  const { searchParams } = question.address;
  const wanted = searchParams.get("state") ?? "open";
  const head = searchParams.get("head") ?? "";
  const pulls = state.pulls.filter(
    (pull) =>
      (wanted === "all" || pull.state === wanted) &&
      (!head.includes(":") || head === `${pull.head.repository?.owner}:${pull.head.branch}`),
  );
  return page(question, pulls, (items) => items.map((item) => pullRequest(state, item)));
}

/** A new pull request from a branch of this repository. */
export function createPull(state: State, { line, body }: Question): Answer {
  const { title, body: text, head, base, ...others } = body as { readonly [key: string]: unknown };
  for (const key of Object.keys(others)) state.violations.push(`${line} sends "${key}"`);
  if (!isText(title, MOST_TITLE) || !isText(text, MOST_BODY) || !isText(head, MOST_TITLE)) return INVALID;
  const [sha, target] = [head, base].map((name) =>
    git(state, "rev-parse", "--verify", `refs/heads/${name}^{commit}`)?.toString().trim(),
  );
  const isThere = state.pulls.some((pull) => pull.state === "open" && pull.head.branch === head);
  const commits = git(state, "rev-list", "--count", `${target}..${sha}`)?.toString().trim();
  if (sha === undefined || target === undefined || isThere || commits === "0") return INVALID;
  const pull: Pull = {
    number: state.nextId++,
    state: "open",
    head: {
      repository: { id: state.repositoryId, owner: state.owner, repo: state.repo, pushedAt: "" },
      branch: head,
      sha,
    },
    base: { branch: String(base) },
    labels: [],
    words: { author: state.viewer, title, body: text },
    events: [],
  };
  state.pulls.push(pull);
  return { status: 201, json: pullRequest(state, pull) };
}

/** Other words or another state for a pull request. */
export function updatePull(state: State, { line, body }: Question, { number }: Parts): Answer {
  const pull = state.pulls.find((candidate) => candidate.number === Number(number));
  if (pull === undefined) return { status: 404, json: { message: "Not Found" } };
  if (pull.words?.author.login !== state.viewer.login)
    state.violations.push(`${line} edits somebody else's pull request`);
  const { title, body: text, state: next, ...others } = body as { readonly [key: string]: unknown };
  for (const key of Object.keys(others)) state.violations.push(`${line} sends "${key}"`);
  if (title !== undefined && !isText(title, MOST_TITLE)) return INVALID;
  if (text !== undefined && !isText(text, MOST_BODY)) return INVALID;
  if (title !== undefined) pull.words!.title = title;
  if (text !== undefined) pull.words!.body = text;
  if (next === "open" || next === "closed") pull.state = next;
  return { status: 200, json: pullRequest(state, pull) };
}

const INVALID: Answer = { status: 422, json: { message: "Validation Failed" } };
const MOST_TITLE = 256; // characters
const MOST_BODY = 65_536; // characters

function isText(text: unknown, most: number): text is string {
  return typeof text === "string" && text !== "" && [...text].length <= most;
}

/**
 * The pull requests of a commit: that which brought it to the base branch, and those whose head it is. None for one
 * that only a fork's branch has.
 */
export function commitPulls(state: State, question: Question, { sha }: Parts): Answer {
  const pulls = state.pulls.filter(
    ({ head, brought = [] }) =>
      brought.includes(sha!) || (head.sha === sha && head.repository?.id === state.repositoryId),
  );
  return page(question, pulls, (items) => items.map((item) => pullRequest(state, item)));
}

/** What happened to a pull request, the oldest first. */
export function listEvents(state: State, question: Question, { number }: Parts): Answer {
  const pull = state.pulls.find((candidate) => candidate.number === Number(number));
  if (pull === undefined) return { status: 404, json: { message: "Not Found" } };
  return page(question, pull.events, (items) => items.map(issueEvent));
}

function issueEvent({ event, actor, at, label }: IssueEvent, index: number): object {
  const common: Omit<Schemas["labeled-issue-event"], "label" | "event" | "actor"> = {
    id: index + 1,
    node_id: `E_${index}`,
    url: "https://api.github.com/",
    commit_id: null,
    commit_url: null,
    created_at: at,
    performed_via_github_app: null,
  };
  return {
    ...common,
    event,
    actor: actor === null ? null : simpleUser(actor),
    ...(label === undefined ? {} : { label: { name: label, color: "d73a4a" } }),
  };
}

/** An example of GitHub's own, with what this pull request has. */
function pullRequest(state: State, pull: Pull): Payload {
  const example = part(examplePayload("pull_request", "synchronize"), "pull_request");
  const head = part(example, "head");
  const base = part(example, "base");
  const { repository, branch, sha } = pull.head;
  const baseSha = git(state, "rev-parse", `refs/heads/${pull.base.branch}`)?.toString().trim();
  return {
    ...example,
    number: pull.number,
    html_url: `https://github.com/${state.owner}/${state.repo}/pull/${pull.number}`,
    ...(pull.words && {
      title: pull.words.title,
      body: pull.words.body,
      user: simpleUser(pull.words.author),
    }),
    state: pull.state,
    merged_at: pull.mergedAt ?? null,
    labels: pull.labels.map((name, index) => ({ id: index, name, color: "d73a4a" })),
    head: {
      ...head,
      ref: branch,
      sha,
      label: `${repository?.owner}:${branch}`,
      repo:
        repository === undefined
          ? null
          : {
              ...part(head, "repo"),
              id: repository.id,
              name: repository.repo,
              full_name: `${repository.owner}/${repository.repo}`,
              owner: simpleUser({ login: repository.owner, type: "User" }),
              pushed_at: repository.pushedAt,
              fork: repository.id !== state.repositoryId,
            },
    },
    base: { ...base, ref: pull.base.branch, sha: baseSha },
  };
}
