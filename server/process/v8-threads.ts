import { readdirSync, readFileSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";

/**
 * Has the threads by which V8 compiles and collects beside all others come after those that answer, where a processor has too much to do: a reload keeps them
 * busier than itself. Before there was one they compile what answers, and that cannot wait. It stays so, for nobody may raise a priority. Where
 * /proc may not be read, or is not there, nothing happens.
 */
export function lowerV8Threads(): void {
  if (process.platform !== "linux") return;
  const { PRIORITY_BELOW_NORMAL } = constants.priority;
  try {
    for (const thread of readdirSync(THREADS)) {
      if (!readFileSync(`${THREADS}/${thread}/comm`, "latin1").includes(NAME)) continue;
      if (getPriority(Number(thread)) < PRIORITY_BELOW_NORMAL)
        setPriority(Number(thread), PRIORITY_BELOW_NORMAL);
    }
  } catch {} // one has ended, or Node's permissions leave this out
}

/** Of this process, by their numbers. */
const THREADS = "/proc/self/task";
/** What Node calls them. */
const NAME = "V8Worker";
