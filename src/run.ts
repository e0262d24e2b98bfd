import { compareProblems, isError, type Problem } from "../dns/problem.ts";
import type { Outcome, Report } from "./report/report.ts";
import type { SourceZone } from "./source-zone.ts";
import { load } from "./steps/load.ts";
import { validate } from "./steps/validate.ts";
import type { World } from "./world.ts";

/** A command under way: the zones as they were read and checked, and the report that it will end with. */
export interface Run {
  readonly zones: readonly SourceZone[];
  /** Sorted by place. */
  readonly problems: readonly Problem[];
  /** The zones have errors: the line ends here. */
  readonly refused: boolean;
  /** The report of everything so far. */
  readonly finish: (outcome: Outcome, more?: Partial<Report>) => Report;
}

/** Begins a command with the first two steps of the line: load and validate. */
export async function startRun(command: string, folder: string, world: World): Promise<Run> {
  const started = world.now().getTime();
  world.progress.step(`Reading ${folder}`);
  const checked = validate(await load(folder, world.files));
  const { zones } = checked;
  const problems = checked.problems.toSorted(compareProblems);
  const records = zones.reduce((sum, zone) => sum + zone.records.length, 0);
  return {
    zones,
    problems,
    refused: problems.some(isError),
    finish(outcome, more) {
      world.progress.end();
      const milliseconds = world.now().getTime() - started;
      const counts = { zones: zones.length, records };
      return { command, outcome, counts, problems, notes: [], ...more, milliseconds };
    },
  };
}
