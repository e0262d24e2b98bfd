import { readdirSync, readFileSync } from "node:fs";

/**
 * The memory that a process and all those that it started hold now, in megabytes: pages that several share are counted
 * once, as shares (proc(5), Pss). Linux only; undefined where the system does not tell.
 */
export function memoryOfTree(pid: number): number | undefined {
  const own = shareOf(pid);
  return own && childrenOf(pid).reduce((sum, child) => sum + (memoryOfTree(child) ?? 0), own);
}

/** The same of these processes, without those that they started. One that has ended has none. */
export function memoryOf(processes: readonly number[]): number {
  return processes.reduce((sum, pid) => sum + (shareOf(pid) ?? 0), 0);
}

/** Undefined for a process that has ended. */
function shareOf(pid: number): number | undefined {
  const kilobytes = /^Pss:\s+([0-9]+) kB/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

function childrenOf(pid: number): number[] {
  return tasksOf(pid)
    .flatMap((task) => readIfThere(`/proc/${pid}/task/${task}/children`).split(" "))
    .filter((word) => word !== "")
    .map(Number);
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
