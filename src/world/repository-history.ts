import { join } from "node:path";
import { configFilesOf } from "../deploy/apps.ts";
import type { History } from "../deploy/request.ts";
import { readBase } from "../plan/pull-request.ts";
import type { Output } from "../world.ts";
import type { Clone } from "./clone.ts";
import { fileAt } from "./git-file.ts";
import { gitFiles } from "./git-files.ts";
import { hasCommit } from "./git-history.ts";

/**
 * The past of a repository, which knows nothing where there is no clone.
 *
 * @param zones the folder of the zones
 * @param scratch a folder for files of other commits
 */
export function repositoryHistory(
  clone: Clone | undefined,
  zones: string,
  scratch: string,
  output: Output,
): History {
  if (clone === undefined)
    return { zonesAt: () => Promise.resolve(undefined), configAt: () => Promise.resolve(undefined) };
  return {
    zonesAt: async (commit) =>
      (await hasCommit(clone, commit)) ? readBase(zones, await gitFiles(clone, zones, commit)) : undefined,
    configAt: async (commit, app) => {
      for (const file of configFilesOf(app)) {
        const content = await fileAt(clone, file, commit);
        if (content === undefined) continue;
        const path = join(scratch, commit, file);
        await output.write(path, Buffer.from(content).toString("utf8"));
        return path;
      }
      return undefined;
    },
  };
}
