import type { Libc } from "../transport/libc.ts";

/**
 * What the process holds is written nowhere when it crashes: no core, also none that a program is handed, and no environment in
 * Node's diagnostic reports. Other processes of the same user may not read its memory any more either (ptrace(2)). Changing the
 * user undoes half of it, so it is to be called once more after that. Gives what could not be done, as a line for the log.
 */
export function forbidDumps(libc: Libc | { readonly missing: string }): string | undefined {
  if (process.report !== undefined) process.report.excludeEnv = true;
  if ("missing" in libc) return `Cannot forbid cores, which would have secrets: ${libc.missing}`;
  try {
    // Whether there may be a core goes by the limit, unless a program takes it (core(5)): then by the attribute alone.
    libc.check("setrlimit", libc.call.setrlimit(RLIMIT_CORE, new BigUint64Array(2)));
    libc.check("prctl", libc.call.prctl(PR_SET_DUMPABLE, 0n, 0n, 0n, 0n));
    return undefined;
  } catch (error) {
    return `Cannot forbid cores, which would have secrets: ${error instanceof Error ? error.message : error}`;
  }
}

const RLIMIT_CORE = 4; // of Linux; soft and hard are 0
const PR_SET_DUMPABLE = 4; // of Linux
