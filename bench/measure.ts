import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** What one run of a process took. */
export interface Measured {
  /** From start to end, or to the moment it was ready. */
  readonly seconds: number;
  /** The most memory that it held (resident), where the system tells. */
  readonly megabytes: number | undefined;
}

const LOOK_EVERY = 20; // milliseconds between two looks at the memory of a process

/** Runs a command to its end. Throws when it fails: a broken run has no time. */
export async function measure(command: readonly string[]): Promise<Measured> {
  const { child, started } = start(command);
  let most: number | undefined;
  const timer = setInterval(() => {
    most = residentPeak(child) ?? most;
  }, LOOK_EVERY);
  child.stdout!.resume();
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new Error(`Cannot measure ${command.join(" ")}: it exited with ${code}`);
  return { seconds: (performance.now() - started) / 1000, megabytes: most };
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
  const measured = { seconds: (performance.now() - started) / 1000, megabytes: residentPeak(child) };
  child.kill("SIGTERM");
  await ended;
  return measured;
}

function start(command: readonly string[]): { child: ChildProcess; started: number } {
  const [program, ...args] = command as [string, ...string[]];
  const started = performance.now();
  return { child: spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] }), started };
}

/** The peak of resident memory so far, in megabytes (Linux only). */
function residentPeak(child: ChildProcess): number | undefined {
  try {
    const match = /VmHWM:\s+([0-9]+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "latin1"));
    return match === null ? undefined : Number(match[1]) / 1024;
  } catch {
    return undefined;
  }
}
