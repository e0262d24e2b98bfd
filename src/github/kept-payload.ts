import { WorldError } from "../files/world-error.ts";
import type { Github, Repository } from "./client.ts";
import type { Author } from "./own-login.ts";
import { at } from "./refusal.ts";

/** Something that is kept from run to run among GitHub's deployments. */
export interface KeptPayload {
  /** What was written last, as JSON; undefined where nothing was. Who may deploy may write any, so nothing in it is taken on trust. */
  readonly read: () => Promise<unknown>;
  /** Takes its place, at a commit that GitHub has. GitHub takes less than 65,536 characters. */
  readonly write: (payload: { readonly [key: string]: unknown }, commit: string) => Promise<void>;
}

/** What it is called, for GitHub and for people. */
export interface KeptAs {
  /** Tells these deployments from all others. */
  readonly task: string;
  readonly environment: string;
  /** What it is, as in `Cannot read WHAT`. */
  readonly what: string;
  /** What stands beside it at GitHub. */
  readonly description: string;
}

/**
 * GitHub's deployments as a place to keep things, under an environment of their own, because they do not expire and only workflows
 * with the permission to deploy write them. What counts is the newest that the workflows' own account wrote. None of them is a
 * deployment of anything: each is `inactive` from the beginning, and may be deleted.
 */
export function keepPayload(
  github: Github,
  where: Repository,
  { task, environment, what, description }: KeptAs,
): KeptPayload {
  return {
    read: () =>
      at(`read ${what}`, "deployments: read", async () => {
        const { data } = await github.rest.repos.listDeployments({
          ...where,
          ...{ environment, task, per_page: NEWEST },
        });
        const sorted = data.toSorted((a, b) => b.id - a.id);
        return parsed(sorted.find((each) => each.task === task && isJob(each.creator))?.payload);
      }),
    write: (payload, commit) =>
      at(`write down ${what}`, "deployments: write", async () => {
        const { data } = await github.rest.repos.createDeployment({
          ...where,
          ...{ ref: commit, task, environment, payload },
          auto_merge: false,
          required_contexts: [],
          transient_environment: true, // nothing else becomes inactive for it
          production_environment: false,
          request: { mayRepeat: true }, // the newest counts, so a second one does no harm
        });
        if (!("id" in data)) throw new WorldError("GitHub merged a branch instead");
        await github.rest.repos.createDeploymentStatus({
          ...where,
          deployment_id: data.id,
          state: "inactive",
          description,
          request: { mayRepeat: true },
        });
      }),
  };
}

const NEWEST = 30; // deployments that are looked through; others than the workflows write none

function isJob(author: Author | null): boolean {
  return author?.type === "Bot" && author.login === "github-actions[bot]";
}

function parsed(payload: unknown): unknown {
  if (typeof payload !== "string") return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
