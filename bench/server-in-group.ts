import { type ChildProcess, execFile, spawn } from "node:child_process";
import type { MemoryGroup } from "./memory-group.ts";

/** Starts a program in a group, on the first processor: the machine that is meant has one. */
export function run(group: MemoryGroup, command: readonly string[]): ChildProcess {
  const [program, ...args] = group.inside(["taskset", "-c", "0", ...command]) as [string, ...string[]];
  return spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
}

/** Runs the self-check beside a server of the group, and says in a word what it found, and where it failed its beginning. */
export async function selfCheck(
  group: MemoryGroup,
  program: readonly string[],
  zones: string,
  port: string,
): Promise<string> {
  const words = [...program, "self-check", "--zones", zones, "--listen", `127.0.0.1:${port}`];
  const [first, ...args] = group.inside(["taskset", "-c", "0", ...words]) as [string, ...string[]];
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(first, args, { timeout: PATIENCE }, (error, stdout) =>
    resolve(error === null ? "healthy" : `failed ${stdout.slice(0, 300)}`),
  );
  return await promise;
}

/** Milliseconds. */
const PATIENCE = 120_000;

/** The most memory that a process has had, from its `/proc/PID/status`. */
export function peakOf(status: string): string {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? "–" : `${Math.round(Number(kilobytes) / 1024)} MB`;
}
