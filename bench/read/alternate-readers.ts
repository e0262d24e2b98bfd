import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What reading took. */
export interface ReadTimes {
  readonly records: number;
  /** Nanoseconds of processor time for a record, the median of all turns; one for each repository. */
  readonly times: readonly number[];
}

/** Has the readers of repositories read a zone file in turns, in a process of its own: what one kind of file has taught the compiler is another's loss. */
export function alternateReaders(file: string, repositories: readonly string[]): ReadTimes {
  const command = [join(import.meta.dirname, "turns.ts"), file, ...repositories];
  const { status, stdout } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`Cannot measure reading ${file}: it exited with ${status}`);
  return JSON.parse(stdout) as ReadTimes; // it is what turns.ts prints
}
