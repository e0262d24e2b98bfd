import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { memoryOfTree } from "./memory-tree.ts";

/** What one run of a process took. */
export interface Measured {
  /** From start to end, or to the moment it was ready. */
  readonly seconds: number;
  /** Processor time of the process and of those that it started and waited for, where the system tells. */
  readonly processor: number | undefined;
  /** The most memory that it held (resident), or that it and those that it started held at a time, where the system tells. */
  readonly megabytes: number | undefined;
}

const LOOK_EVERY = 20; // milliseconds between two looks at the memory of a process

/** Where a command runs. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
}

/** Runs a command to its end. Throws when it fails: a broken run has no time. */
export function measure(command: readonly string[], surroundings?: Surroundings): Promise<Measured> {
  return measureWith(command, residentPeak, surroundings);
}

/** The same, with the memory of all processes that it starts. What was between two looks is not seen. */
export function measureTree(command: readonly string[]): Promise<Measured> {
  return measureWith(command, (pid) => (pid === undefined ? undefined : memoryOfTree(pid)));
}

async function measureWith(
  command: readonly string[],
  memory: (pid: number | undefined) => number | undefined,
  surroundings?: Surroundings,
): Promise<Measured> {
  const { child, started } = start(command, surroundings);
  let most: number | undefined;
  let processor: number | undefined;
  const timer = setInterval(() => {
    const now = memory(child.pid);
    if (now !== undefined) most = Math.max(most ?? 0, now);
    processor = processorTime(child.pid) ?? processor;
  }, LOOK_EVERY);
  child.stdout!.resume();
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new Error(`Cannot measure ${command.join(" ")}: it exited with ${code}`);
  return { seconds: (performance.now() - started) / 1000, processor, megabytes: most };
}

/** Runs a server until it prints its ready line, then ends it. */
export async function measureUntilReady(command: readonly string[]): Promise<Measured> {
  const { child, started } = start(command);
  const ended = once(child, "close");
  const ready = new Promise<"ready">((resolve) => {
    createInterface({ input: child.stdout! }).on("line", (line) => {
      if (line.startsWith("ready")) resolve("ready");
    });
  });
  if ((await Promise.race([ready, ended])) !== "ready")
    throw new Error(`Cannot measure ${command.join(" ")}: it ended`);
  const seconds = (performance.now() - started) / 1000;
  const measured = { seconds, processor: processorTime(child.pid), megabytes: residentPeak(child.pid) };
  child.kill("SIGTERM");
  await ended;
  return measured;
}

function start(
  command: readonly string[],
  surroundings?: Surroundings,
): { child: ChildProcess; started: number } {
  const [program, ...args] = command as [string, ...string[]];
  const started = performance.now();
  return { child: spawn(program, args, { ...surroundings, stdio: ["ignore", "pipe", "inherit"] }), started };
}

/** The peak of resident memory so far, in megabytes (Linux only). */
export function residentPeak(pid: number | undefined): number | undefined {
  try {
    const match = /VmHWM:\s+([0-9]+) kB/.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
    return match === null ? undefined : Number(match[1]) / 1024;
  } catch {
    return undefined;
  }
}

const TICKS = 100; // a second, in what Linux tells programs of processor time

/** User and system time so far, that of ended children included (Linux only). */
export function processorTime(pid: number | undefined): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // Behind the name in brackets: state is the first field, the four times are the 12th to 15th (proc(5)).
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
  } catch {
    return undefined;
  }
}
