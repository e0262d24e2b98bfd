import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A clock that stands where it is set, or runs from there: what is set holds for all programs that have it from then on. */
export interface FakedClock {
  /** For programs that are to have it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Seconds since 1970. */
  readonly set: (at: number) => void;
}

/** Makes one, whose library and time stand in a folder that it makes. Throws where there is no C compiler (`cc`). */
export function makeFakedClock(folder: string, way: "stands" | "runs"): FakedClock {
  mkdirSync(folder);
  const library = join(folder, "faked-clock.so");
  const file = join(folder, "clock");
  const source = join(import.meta.dirname, "faked-clock.c");
  execFileSync("cc", ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const set = (time: number) => {
    // Both clocks are CLOCK_MONOTONIC.
    const since = way === "runs" ? ` ${process.hrtime.bigint()}` : "";
    writeFileSync(`${file}.new`, `${time}${since}\n`);
    renameSync(`${file}.new`, file); // nobody reads half of it
  };
  return { environment: { ...process.env, LD_PRELOAD: library, FAKED_CLOCK: file }, set };
}
