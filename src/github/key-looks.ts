import { type LooksByZone, looksByZone, looksJson } from "../dnssec/looks-file.ts";
import { WorldError } from "../files/world-error.ts";
import type { LooksBook } from "../watch/look-at-zones.ts";
import type { Github, Repository } from "./client.ts";
import type { Author } from "./own-login.ts";
import { at } from "./refusal.ts";

/** Tells these deployments from all others. */
const TASK = "keys:zonepipe";
/** Characters of a payload: GitHub takes less than 65,536 of any text. */
const MOST_TEXT = 60_000;
const NEWEST = 30; // deployments that are looked through; others than the workflows write none

/**
 * GitHub's deployments as the place where looks at keys and DS are kept, as it is for totals of what is asked: under an
 * environment of their own, because they do not expire, and only workflows with the permission to deploy write them. What counts
 * is the newest that the workflows' own account wrote. None of them is a deployment of anything.
 *
 * @param environment that deployments are written down under
 */
export function githubLooks(github: Github, where: Repository, environment: string): LooksBook {
  const own = `${environment}-keys`;
  return {
    read: () =>
      at("read what was seen of keys earlier", "deployments: read", async () => {
        const { data } = await github.rest.repos.listDeployments({
          ...where,
          environment: own,
          task: TASK,
          per_page: NEWEST,
        });
        const sorted = data.toSorted((a, b) => b.id - a.id);
        const newest = sorted.find(({ task, creator }) => task === TASK && isJob(creator));
        return (newest && looksByZone(parsed(newest.payload))) ?? new Map();
      }),
    write: (looks, commit) =>
      at("write down what was seen of keys", "deployments: write", async () => {
        const { data } = await github.rest.repos.createDeployment({
          ...where,
          ref: commit,
          task: TASK,
          environment: own,
          auto_merge: false,
          required_contexts: [],
          transient_environment: true, // nothing else becomes inactive for it
          production_environment: false,
          payload: payloadOf(looks),
          request: { mayRepeat: true }, // the newest counts, so a second one does no harm
        });
        if (!("id" in data)) throw new WorldError("GitHub merged a branch instead");
        await github.rest.repos.createDeploymentStatus({
          ...where,
          deployment_id: data.id,
          state: "inactive",
          description: "No deployment: which keys and DS were seen, and since when",
          request: { mayRepeat: true },
        });
      }),
  };
}

function isJob(author: Author | null): boolean {
  return author?.type === "Bot" && author.login === "github-actions[bot]";
}

/** Of a zone for which there is no room nothing counts as seen. */
function payloadOf(looks: LooksByZone): { [key: string]: unknown } {
  const zones: { [zone: string]: object } = {};
  let room = MOST_TEXT;
  for (const [zone, each] of Object.entries(looksJson(looks).zones)) {
    room -= JSON.stringify(each).length + zone.length + '"":,'.length;
    if (room < 0) break;
    zones[zone] = each;
  }
  return { version: 1, zones };
}

function parsed(payload: unknown): unknown {
  if (typeof payload !== "string") return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
