import { readdirSync, readFileSync } from "node:fs";
import { threadTime } from "../cpu-time.ts";

/** Nanoseconds that each thread of a group of processes has run, by process and thread. */
export type GroupTime = ReadonlyMap<string, number>;

/**
 * The processor time of all processes of a group up to now (proc(5), `schedstat`): what NSD and others start counts with them.
 * It is exact for threads that have come to rest.
 */
export function groupTime(group: number): GroupTime {
  const times = new Map<string, number>();
  for (const pid of processesOf(group))
    for (const thread of listOf(`/proc/${pid}/task`)) {
      try {
        times.set(`${pid}/${thread}`, threadTime(pid, thread));
      } catch {} // it has ended
    }
  return times;
}

/** Nanoseconds between two looks. What a thread took that has ended between them is not seen. */
export function timeBetween(before: GroupTime, after: GroupTime): number {
  let sum = 0;
  for (const [thread, time] of after) sum += time - (before.get(thread) ?? 0);
  return sum;
}

/** The processes of a group, by its number. */
export function processesOf(group: number): readonly number[] {
  return listOf("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => groupOf(pid) === group);
}

function groupOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[2]); // state, parent, group
  } catch {
    return undefined;
  }
}

function listOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
