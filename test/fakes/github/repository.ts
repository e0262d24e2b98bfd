import type { components } from "@octokit/openapi-types";
import type { Answer } from "./endpoint.ts";
import type { State } from "./state.ts";

type Schemas = components["schemas"];

/** The repository itself: of GitHub's description of it what tells it from others. */
export function getRepository({ owner, repo, repositoryId, defaultBranch }: State): Answer {
  const answer: Pick<
    Schemas["full-repository"],
    "id" | "name" | "full_name" | "default_branch" | "html_url"
  > = {
    id: repositoryId,
    name: repo,
    full_name: `${owner}/${repo}`,
    default_branch: defaultBranch,
    html_url: `https://github.com/${owner}/${repo}`,
  };
  return { status: 200, json: answer };
}
