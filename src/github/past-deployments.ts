import type { PastDeployment } from "../past/deployments.ts";
import type { Github, Repository } from "./client.ts";
import { readRecord } from "./deployment-record.ts";
import { TASK } from "./deployments.ts";
import type { Author } from "./own-login.ts";
import { at } from "./refusal.ts";

const PER_PAGE = 100;
const MOST_PAGES = 20; // each costs a request of the 1,000 that a job has in an hour

/** The deployments of the past, and whether older ones were left unread. */
export interface PastDeployments {
  /** The oldest first. */
  readonly deployments: readonly PastDeployment[];
  readonly isWhole: boolean;
}

/**
 * The deployments that the workflows' own account wrote down, as `readAsPerson` counts them. What became of one is asked for
 * when somebody wants to know, because each costs a request.
 */
export function pastDeployments(
  github: Github,
  where: Repository,
  environment: string,
): Promise<PastDeployments> {
  return at("read the earlier deployments", "deployments: read", async () => {
    const deployments: PastDeployment[] = [];
    let pages = 0;
    for await (const { data } of github.paginate.iterator(github.rest.repos.listDeployments, {
      ...where,
      environment,
      task: TASK,
      per_page: PER_PAGE,
    })) {
      for (const { id, task, creator, payload, created_at } of data) {
        const record = task === TASK && isJob(creator) ? readRecord(payload) : undefined;
        const opened = Date.parse(created_at) / 1_000;
        if (record === undefined || Number.isNaN(opened)) continue;
        let outcome: Promise<number | undefined> | undefined;
        const succeeded = () => {
          outcome ??= successOf(github, where, id);
          return outcome;
        };
        deployments.push({ id, commit: record.commit, opened, serials: record.floors, succeeded });
      }
      pages += 1;
      if (pages === MOST_PAGES) break;
    }
    return { deployments: deployments.sort((a, b) => a.id - b.id), isWhole: pages < MOST_PAGES };
  });
}

function isJob(author: Author | null): boolean {
  return author?.type === "Bot" && author.login === "github-actions[bot]";
}

/** When the workflow said that it had succeeded. */
function successOf(github: Github, where: Repository, id: number): Promise<number | undefined> {
  return at(`read what became of deployment ${id}`, "deployments: read", async () => {
    const { data } = await github.rest.repos.listDeploymentStatuses({
      ...where,
      deployment_id: id,
      per_page: PER_PAGE,
    });
    const success = data.find(({ state, creator }) => state === "success" && isJob(creator));
    return success && Date.parse(success.created_at) / 1_000;
  });
}
