import type { components } from "@octokit/openapi-types";
import type { Answer, Parts, Question } from "./endpoint.ts";
import { simpleUser } from "./shapes.ts";
import type { State } from "./state.ts";

type Schemas = components["schemas"];

/** The pushes to a branch, the newest first. A private fork is not there for others. */
export function listActivity(state: State, { address }: Question, { owner, repo }: Parts): Answer {
  const repository = `${owner}/${repo}`;
  const isHidden = state.pulls.some(({ head }) => {
    const fork = head.repository;
    return fork?.isPrivate === true && `${fork.owner}/${fork.repo}` === repository;
  });
  if (isHidden) return { status: 404, json: { message: "Not Found" } };
  const ref = address.searchParams.get("ref");
  const most = Number(address.searchParams.get("per_page") ?? 30);
  const found = state.pushes.filter(
    (push) => push.repository === repository && (ref === null || push.ref === ref),
  );
  // Unlike other lists it has no numbers of pages: a page ends with the place where the next begins.
  const from = Number(address.searchParams.get("after") ?? 0);
  const activities = found.slice(from, from + most).map((push, index): Schemas["activity"] => ({
    id: from + index + 1,
    node_id: `PSH_${from + index}`,
    before: NOTHING,
    after: push.after,
    ref: push.ref,
    timestamp: push.at,
    activity_type: push.after === NOTHING ? "branch_deletion" : "push",
    actor: simpleUser({ login: "somebody", type: "User" }),
  }));
  if (from + most >= found.length) return { status: 200, json: activities };
  const next = new URL(address);
  next.searchParams.set("after", String(from + most));
  return { status: 200, headers: { link: `<${next.href}>; rel="next"` }, json: activities };
}

const NOTHING = "0".repeat(40);

/** What somebody may do. */
export function getPermission(state: State, _: Question, { login }: Parts): Answer {
  const permission = state.collaborators.get(login!);
  if (permission === undefined) return { status: 404, json: { message: `${login} is not a user` } };
  const answer: Schemas["repository-collaborator-permission"] = {
    permission,
    role_name: permission,
    user: { ...simpleUser({ login: login!, type: "User" }), role_name: permission },
  };
  return { status: 200, json: answer };
}
