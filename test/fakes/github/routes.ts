import { downloadArtifact, listArtifacts, storedArtifact } from "./actions.ts";
import { createComment, deleteComment, listComments, updateComment } from "./comments.ts";
import { createDeployment, createStatus, listDeployments, listStatuses } from "./deployments.ts";
import type { Route } from "./endpoint.ts";
import { compare, getBlob, getRef, getTree } from "./git-objects.ts";
import { createCommit, createRef, createTree, deleteRef, getCommit, updateRef } from "./git-writes.ts";
import { graphql } from "./graphql.ts";
import { createIssue, listIssues, updateIssue } from "./issues.ts";
import { getPermission, listActivity } from "./people.ts";
import { commitPulls, createPull, getPull, listEvents, listPulls, updatePull } from "./pulls.ts";
import { getRepository } from "./repository.ts";
import type { Permission } from "./state.ts";

const REPO = `/repos/(?<owner>[^/]+)/(?<repo>[^/]+)`;
const PAGE = ["per_page", "page"];

/** Every endpoint that the fake has. */
export const routes: readonly Route[] = [
  get("", [], "metadata: read", getRepository),
  get(`/issues/(?<number>\\d+)/comments`, [...PAGE, "since"], "pull-requests: read", listComments),
  get(`/deployments`, [...PAGE, "environment", "task", "ref", "sha"], "deployments: read", listDeployments),
  route("POST", `/deployments`, "deployments: write", createDeployment),
  get(`/deployments/(?<id>\\d+)/statuses`, PAGE, "deployments: read", listStatuses),
  route("POST", `/deployments/(?<id>\\d+)/statuses`, "deployments: write", createStatus),
  get(`/issues`, [...PAGE, "state", "creator", "sort", "direction"], undefined, listIssues),
  route("POST", `/issues`, "issues: write", createIssue),
  route("PATCH", `/issues/(?<number>\\d+)`, "issues: write", updateIssue),
  route("POST", `/issues/(?<number>\\d+)/comments`, "pull-requests: write", createComment),
  route("PATCH", `/issues/comments/(?<id>\\d+)`, "pull-requests: write", updateComment),
  route("DELETE", `/issues/comments/(?<id>\\d+)`, "pull-requests: write", deleteComment),
  get(`/issues/(?<number>\\d+)/events`, PAGE, "pull-requests: read", listEvents),
  get(`/pulls`, [...PAGE, "state", "head", "base", "sort", "direction"], "pull-requests: read", listPulls),
  get(`/pulls/(?<number>\\d+)`, [], "pull-requests: read", getPull),
  get(`/commits/(?<sha>[^/]+)/pulls`, PAGE, "pull-requests: read", commitPulls),
  get(
    `/activity`,
    ["per_page", "after", "before", "ref", "actor", "time_period", "activity_type", "direction"],
    undefined,
    listActivity,
  ),
  get(`/collaborators/(?<login>[^/]+)/permission`, [], "metadata: read", getPermission),
  get(`/git/ref/(?<ref>.+)`, [], "contents: read", getRef),
  route("POST", `/git/refs`, "contents: write", createRef),
  route("PATCH", `/git/refs/(?<ref>.+)`, "contents: write", updateRef),
  route("DELETE", `/git/refs/(?<ref>.+)`, "contents: write", deleteRef),
  route("POST", `/git/trees`, "contents: write", createTree),
  route("POST", `/git/commits`, "contents: write", createCommit),
  get(`/git/commits/(?<sha>[^/]+)`, [], "contents: read", getCommit),
  route("POST", `/pulls`, "pull-requests: write", createPull),
  route("PATCH", `/pulls/(?<number>\\d+)`, "pull-requests: write", updatePull),
  get(`/git/trees/(?<sha>[^/]+)`, ["recursive"], "contents: read", getTree),
  get(`/git/blobs/(?<sha>[^/]+)`, [], "contents: read", getBlob),
  get(`/compare/(?<basehead>.+)`, PAGE, "contents: read", compare),
  get(`/actions/runs/(?<run>\\d+)/artifacts`, [...PAGE, "name", "direction"], "actions: read", listArtifacts),
  get(`/actions/artifacts/(?<id>\\d+)/zip`, [], "actions: read", downloadArtifact),
  { method: "GET", path: /^\/_store\/(?<id>\d+)$/, query: [], answer: storedArtifact },
  { method: "POST", path: /^\/graphql$/, query: [], answer: graphql },
];

function get(
  path: string,
  query: readonly string[],
  needs: Permission | undefined,
  answer: Route["answer"],
): Route {
  return {
    method: "GET",
    path: new RegExp(`^${REPO}${path}$`),
    query,
    answer,
    ...(needs === undefined ? {} : { needs }),
  };
}

function route(method: string, path: string, needs: Permission, answer: Route["answer"]): Route {
  return { method, path: new RegExp(`^${REPO}${path}$`), query: [], needs, answer };
}
