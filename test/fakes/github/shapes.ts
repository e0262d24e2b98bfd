import type { components } from "@octokit/openapi-types";
import type { Account, StoredComment } from "./state.ts";

type Schemas = components["schemas"];

/** Somebody, as GitHub's REST interface shows them. */
export function simpleUser({ login, type }: Account): Schemas["simple-user"] {
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`;
  return {
    login,
    type,
    id: [...login].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7) % 1_000_000,
    node_id: `U_${login}`,
    avatar_url: `${url}/avatar`,
    gravatar_id: "",
    url,
    html_url: `https://github.com/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following`,
    gists_url: `${url}/gists`,
    starred_url: `${url}/starred`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    received_events_url: `${url}/received_events`,
    site_admin: false,
  };
}

/** A comment, as GitHub's REST interface shows it. */
export function issueComment(
  repository: string,
  { id, pull, author, body }: StoredComment,
): Schemas["issue-comment"] {
  const api = `https://api.github.com/repos/${repository}`;
  return {
    id,
    node_id: `IC_${id}`,
    url: `${api}/issues/comments/${id}`,
    html_url: `https://github.com/${repository}/pull/${pull}#issuecomment-${id}`,
    issue_url: `${api}/issues/${pull}`,
    body,
    user: simpleUser(author),
    author_association: "NONE",
    created_at: "2026-11-22T12:00:00Z",
    updated_at: "2026-11-22T12:00:00Z",
  };
}
