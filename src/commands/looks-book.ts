import type { LooksByZone } from "../dnssec/looks-file.ts";
import { githubLooks } from "../github/key-looks.ts";
import { githubAccess } from "../world/github-access.ts";
import type { World } from "../world.ts";
import { readLooks } from "./dnssec-task.ts";

/**
 * What was looked at, from the file that is named, or where the workflows wrote it down; undefined where neither is there.
 *
 * @param environment under which GitHub has the deployments
 */
export async function looksFrom(
  path: string | undefined,
  environment: string,
  world: World,
): Promise<LooksByZone | undefined> {
  if (path !== undefined) return await readLooks(path, world.files);
  const access = await githubAccess(".", (why) => world.progress.step(why));
  if (access === undefined) return undefined;
  world.progress.step("Reading what was seen of keys");
  return await githubLooks(access.github, access.repository, environment).read();
}
