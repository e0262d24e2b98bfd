import { readdirSync, readFileSync } from "node:fs";

/** Microseconds: proc(5) counts CPU time in hundredths of a second. */
export const TICK = 10_000;

/** Ticks that a process and those it has started have taken. */
export function cpuTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]!.split(" ");
  const own = Number(fields[11]) + Number(fields[12]); // utime and stime
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "latin1").split(" ").filter(Boolean),
  );
  return children.reduce((sum, child) => sum + cpuTime(Number(child)), own);
}

/** Nanoseconds that a thread of a process has run up to when it last came to rest: `schedstat` of proc(5). */
export function threadTime(pid: number, thread: string): number {
  return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1").split(" ")[0]);
}
