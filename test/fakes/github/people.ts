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
  const activities = state.pushes
    .filter((push) => push.repository === repository && (ref === null || push.ref === ref))
    .map((push, index): Schemas["activity"] => ({
      id: index + 1,
      node_id: `PSH_${index}`,
      before: "0".repeat(40),
      after: push.after,
      ref: push.ref,
      timestamp: push.at,
      activity_type: "push",
      actor: simpleUser({ login: "somebody", type: "User" }),
    }));
  return { status: 200, json: activities.slice(0, most) };
}

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
