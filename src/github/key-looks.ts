import { type LooksByZone, looksByZone, looksJson } from "../dnssec/looks-file.ts";
import type { LooksBook } from "../watch/look-at-zones.ts";
import type { Github, Repository } from "./client.ts";
import { keepPayload } from "./kept-payload.ts";

/** Tells these deployments from all others. */
const TASK = "keys:zonepipe";
/** Characters of a payload: GitHub takes less than 65,536 of any text. */
const MOST_TEXT = 60_000;

/**
 * Looks at keys and DS as they are kept among GitHub's deployments.
 *
 * @param environment that deployments are written down under
 */
export function githubLooks(github: Github, where: Repository, environment: string): LooksBook {
  const kept = keepPayload(github, where, {
    task: TASK,
    environment: `${environment}-keys`,
    what: "what was seen of keys",
    description: "No deployment: which keys and DS were seen, and since when",
  });
  return {
    read: async () => looksByZone(await kept.read()) ?? new Map(),
    write: (looks, commit) => kept.write(payloadOf(looks), commit),
  };
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
