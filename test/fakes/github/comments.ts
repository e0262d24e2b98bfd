import type { Answer, Parts, Question } from "./endpoint.ts";
import { page } from "./paging.ts";
import { issueComment } from "./shapes.ts";
import type { Account, State, StoredComment } from "./state.ts";

const MOST_BODY = 65_536; // characters

/** The comments of a pull request, the oldest first. */
export function listComments(state: State, question: Question, { number }: Parts): Answer {
  const comments = state.comments.filter(({ pull }) => pull === Number(number));
  return page(question, comments, (items) => items.map((item) => issueComment(nameOf(state), item)));
}

/** A new comment. */
export function createComment(state: State, { line, body }: Question, { number }: Parts): Answer {
  const text = textIn(state, line, body);
  if (typeof text !== "string") return text;
  const comment = addComment(state, Number(number), state.viewer, text);
  return { status: 201, json: issueComment(nameOf(state), comment) };
}

/** Another text for a comment. */
export function updateComment(state: State, { line, body }: Question, { id }: Parts): Answer {
  const text = textIn(state, line, body);
  if (typeof text !== "string") return text;
  const comment = state.comments.find((candidate) => candidate.id === Number(id));
  if (comment === undefined) return { status: 404, json: { message: "Not Found" } };
  if (comment.author.login !== state.viewer.login)
    state.violations.push(`${line} edits somebody else's comment`);
  editComment(comment, state.viewer.login, text);
  return { status: 200, json: issueComment(nameOf(state), comment) };
}

/** A comment goes. */
export function deleteComment(state: State, { line }: Question, { id }: Parts): Answer {
  const index = state.comments.findIndex((candidate) => candidate.id === Number(id));
  if (index === -1) return { status: 404, json: { message: "Not Found" } };
  const [comment] = state.comments.splice(index, 1);
  if (comment!.author.login !== state.viewer.login)
    state.violations.push(`${line} deletes somebody else's comment`);
  return { status: 204 };
}

/** Somebody comments. */
export function addComment(state: State, pull: number, author: Account, body: string): StoredComment {
  const comment = { id: state.nextId++, pull, author, body, edits: [] };
  state.comments.push(comment);
  return comment;
}

/** Somebody edits a comment; from then on it has a history, which begins with the first text. */
export function editComment(comment: StoredComment, editor: string, body: string): void {
  if (comment.edits.length === 0) comment.edits.push({ body: comment.body, editor: comment.author.login });
  comment.edits.push({ body, editor });
  comment.body = body;
}

function textIn(state: State, line: string, body: unknown): string | Answer {
  const { body: text, ...others } = (body ?? {}) as { readonly [key: string]: unknown };
  for (const key of Object.keys(others))
    state.violations.push(`${line} sends "${key}", which GitHub does not know`);
  if (typeof text !== "string" || text === "") {
    state.violations.push(`${line} sends no text`);
    return { status: 422, json: { message: "Validation Failed" } };
  }
  if ([...text].length <= MOST_BODY) return text;
  const message = `Body is too long (maximum is ${MOST_BODY} characters)`;
  const error = { resource: "IssueComment", code: "unprocessable", field: "data", message };
  return { status: 422, json: { message: "Validation Failed", errors: [error] } };
}

function nameOf({ owner, repo }: State): string {
  return `${owner}/${repo}`;
}
