import { compareProblems, type Problem } from "../../dns/problem.ts";
import type { Run } from "../run.ts";
import { startRun } from "../run.ts";
import type { World } from "../world.ts";

/** Reads the zones of a pull request. That their folder is gone is a problem of the pull request, not of the world. */
export async function startPullRequestRun(command: string, folder: string, world: World): Promise<Run> {
  if ((await world.files.list(folder)) !== undefined) return startRun(command, folder, world);
  return refusedRun(command, world, {
    file: folder,
    line: 1,
    column: 1,
    severity: "error",
    rule: "no-zones",
    message: `There is no folder ${JSON.stringify(folder)}, so every zone would go`,
    help: 'Keep the folder, or tell the input "zones" where the zones are now.',
  });
}

/** A run that ends before anything could be read. */
export function refusedRun(command: string, world: World, ...problems: readonly Problem[]): Run {
  const started = world.now().getTime();
  const sorted = problems.toSorted(compareProblems);
  return {
    zones: [],
    unread: new Set(),
    invariants: [],
    problems: sorted,
    refused: true,
    finish(outcome, more) {
      const milliseconds = world.now().getTime() - started;
      return {
        command,
        outcome,
        counts: { zones: 0, records: 0 },
        problems: sorted,
        notes: [],
        ...more,
        milliseconds,
      };
    },
  };
}
