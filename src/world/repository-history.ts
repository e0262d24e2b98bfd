import { join } from "node:path";
import { configFilesOf } from "../deploy/apps.ts";
import type { History } from "../deploy/request.ts";
import { readBase } from "../plan/pull-request.ts";
import type { Output } from "../world.ts";
import { fileAt } from "./git-file.ts";
import { gitFiles } from "./git-files.ts";
import { hasCommit } from "./git-history.ts";

/**
 * The past of the repository in the working folder.
 *
 * @param zones the folder of the zones
 * @param scratch a folder for files of other commits
 */
export function repositoryHistory(zones: string, scratch: string, output: Output): History {
  return {
    zonesAt: async (commit) =>
      (await hasCommit(zones, commit)) ? readBase(zones, await gitFiles(zones, commit)) : undefined,
    configAt: async (commit, app) => {
      for (const file of configFilesOf(app)) {
        const content = await fileAt(file, commit);
        if (content === undefined) continue;
        const path = join(scratch, commit, file);
        await output.write(path, Buffer.from(content).toString("utf8"));
        return path;
      }
      return undefined;
    },
  };
}
