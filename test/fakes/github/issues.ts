import type { components } from "@octokit/openapi-types";
import type { Answer, Parts, Question } from "./endpoint.ts";
import { page } from "./paging.ts";
import { simpleUser } from "./shapes.ts";
import type { State, StoredIssue } from "./state.ts";

type Schemas = components["schemas"];
type ShownIssue = Pick<
  Schemas["issue"],
  "id" | "node_id" | "number" | "title" | "body" | "state" | "user" | "html_url" | "created_at" | "updated_at"
> & { readonly pull_request?: { readonly url: string } };

const MOST_TITLE = 256; // characters
const MOST_BODY = 65_536; // characters

/** Issues by state, pull requests among them, as GitHub lists them: the newest first unless told otherwise. */
export function listIssues(state: State, question: Question): Answer {
  const { searchParams } = question.address;
  const wanted = searchParams.get("state") ?? "open";
  const issues = state.issues.map((issue) => issueOf(state, issue));
  const pulls = state.pulls.map(
    ({ number, state: is }): ShownIssue => ({
      ...issueOf(state, {
        number,
        author: { login: "somebody", type: "User" },
        state: is,
        title: "",
        body: "",
      }),
      pull_request: { url: "https://api.github.com/" },
    }),
  );
  const all = [...issues, ...pulls].filter((issue) => wanted === "all" || issue.state === wanted);
  all.sort((a, b) => a.number - b.number);
  if (searchParams.get("direction") !== "asc") all.reverse();
  return page(question, all);
}

/** A new issue. */
export function createIssue(state: State, { line, body }: Question): Answer {
  const { title, body: text, ...others } = body as { readonly [key: string]: unknown };
  for (const key of Object.keys(others)) state.violations.push(`${line} sends "${key}"`);
  if (!isFine(title, MOST_TITLE) || !isFine(text, MOST_BODY)) return INVALID;
  const issue: StoredIssue = {
    number: state.nextId++,
    author: state.viewer,
    state: "open",
    title,
    body: text,
  };
  state.issues.push(issue);
  return { status: 201, json: issueOf(state, issue) };
}

/** Another text or state for an issue. */
export function updateIssue(state: State, { line, body }: Question, { number }: Parts): Answer {
  const issue = state.issues.find((candidate) => candidate.number === Number(number));
  if (issue === undefined) return { status: 404, json: { message: "Not Found" } };
  if (issue.author.login !== state.viewer.login) state.violations.push(`${line} edits somebody else's issue`);
  const { title, body: text, state: next, state_reason: _, ...others } = body as { [key: string]: unknown };
  for (const key of Object.keys(others)) state.violations.push(`${line} sends "${key}"`);
  if (title !== undefined) {
    if (!isFine(title, MOST_TITLE)) return INVALID;
    issue.title = title;
  }
  if (text !== undefined) {
    if (!isFine(text, MOST_BODY)) return INVALID;
    issue.body = text;
  }
  if (next === "open" || next === "closed") issue.state = next;
  return { status: 200, json: issueOf(state, issue) };
}

const INVALID: Answer = { status: 422, json: { message: "Validation Failed" } };

function isFine(text: unknown, most: number): text is string {
  return typeof text === "string" && text !== "" && [...text].length <= most;
}

function issueOf({ owner, repo }: State, { number, author, state, title, body }: StoredIssue): ShownIssue {
  return {
    id: number,
    node_id: `I_${number}`,
    number,
    title,
    body,
    state,
    user: simpleUser(author),
    html_url: `https://github.com/${owner}/${repo}/issues/${number}`,
    created_at: "2026-11-22T12:00:00Z",
    updated_at: "2026-11-22T12:00:00Z",
  };
}
