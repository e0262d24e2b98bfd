import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A group of processes that may take so much memory together, what they read of files included (cgroups(7)). */
export interface MemoryGroup {
  /** A command that runs the given one in the group. */
  readonly inside: (command: readonly string[]) => readonly string[];
  /** How often a process was ended because there was no memory. */
  readonly kills: () => number;
  /** Removes the group; its processes have ended. */
  readonly remove: () => void;
}

/** Makes one, by either version of cgroups. Only root can, on Linux. */
export function makeMemoryGroup(name: string, octets: number): MemoryGroup {
  const isFirst = existsSync("/sys/fs/cgroup/memory");
  const folder = join(isFirst ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, isFirst ? "memory.limit_in_bytes" : "memory.max"), String(octets));
  const events = join(folder, isFirst ? "memory.oom_control" : "memory.events");
  const script = `echo $$ > ${join(folder, "cgroup.procs")} && exec "$@"`;
  return {
    inside: (command) => ["sh", "-c", script, "sh", ...command],
    kills: () => Number(/^oom_kill (\d+)$/m.exec(readFileSync(events, "utf8"))?.[1] ?? 0),
    remove: () => rmdirSync(folder),
  };
}

/** Copies a program from within a group, so that its pages count there and not for whoever used it before. */
export function copyInside(group: MemoryGroup, from: string, to: string): void {
  const [program, ...args] = group.inside(["cp", from, to]) as [string, ...string[]];
  execFileSync(program, args);
  execFileSync("sync"); // what is not on the disk yet could not be given back
}
