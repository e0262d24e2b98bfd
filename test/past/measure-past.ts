import type { Name } from "../../dns/name.ts";
import { nameHistory } from "../../src/past/name-history.ts";
import { cloneAround } from "../../src/world/clone.ts";
import { commitWords } from "../../src/world/git-commits.ts";
import { headCommit } from "../../src/world/git-files.ts";
import { gitPast } from "../../src/world/git-past.ts";

/** What `zonepipe log` does in a repository, without printing: how many changes it finds, and how long it takes. */
export async function measureLog(
  folder: string,
  name: Name,
): Promise<{ readonly changes: number; readonly milliseconds: number }> {
  const started = performance.now();
  const clone = cloneAround(folder);
  if (clone === undefined) throw new Error(`There is no repository in ${folder}`);
  const history = await gitPast({ ...clone, pathOf: (path) => path }, "zones", await headCommit(clone));
  const { changes } = await nameHistory("zones", history, name);
  await commitWords(
    clone,
    changes.map(({ commit }) => commit),
  );
  return { changes: changes.length, milliseconds: performance.now() - started };
}
