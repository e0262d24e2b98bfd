import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../scripts/free-port.ts";
import type { Nameserver, Zones } from "../nameservers.ts";
import { ECHO } from "./echo.ts";
import { untilAnswered } from "./until-answered.ts";

/** A server that is measured; whoever starts it stops it. */
export interface Running {
  readonly name: string;
  /** Of its group of processes. */
  readonly pid: number;
  /** Where it is asked. */
  readonly host: "127.0.0.1" | "::1";
  readonly port: number;
  /** Milliseconds from its start until it had answered for zones spread over all that it has. */
  readonly ready: number;
  readonly stop: () => Promise<void>;
}

/** Starts a server on one processor, in a group of its own, and waits until it answers. */
export async function startPinned(
  { name, prepare }: Nameserver,
  {
    address,
    zones,
    processor,
  }: { readonly address: string; readonly zones: Zones; readonly processor: string },
): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-bench-server-"));
  const port = await freePort();
  const host = address === "::" || address === "::1" ? "::1" : "127.0.0.1";
  const command = prepare({ folder, address, port, zones });
  const said = join(folder, "said");
  const output = openSync(said, "w");
  const began = performance.now();
  const child = spawn("taskset", ["-c", processor, ...command], {
    ...{ cwd: folder, detached: true, stdio: ["ignore", output, output] },
  });
  closeSync(output);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`Cannot start ${command[0]}: is taskset there?`);
  const ended = once(child, "exit");
  groups.set(pid, folder);
  const stop = async () => {
    kill(pid);
    await ended;
    forget(pid);
  };
  const waiting = new AbortController();
  const answered = untilAnswered(
    { host, port, origins: sample(Object.keys(zones)), isEcho: name === ECHO },
    waiting.signal,
  );
  const ready = await Promise.race([answered, ended.then(() => "ended" as const)]);
  if (ready === "ended" || ready === "silent") {
    waiting.abort();
    const last = readFileSync(said, "utf8").slice(-2000);
    await stop();
    throw new Error(`Cannot measure ${name}: it ${ready === "ended" ? "ended" : "did not answer"}\n${last}`);
  }
  return { name, pid, host, port, ready: ready - began, stop };
}

/** Zones, spread over all: some servers answer for the first before they have the last. */
function sample(origins: readonly string[]): readonly string[] {
  const step = Math.max(1, (origins.length - 1) / (SAMPLE - 1));
  return [
    ...new Set(
      Array.from({ length: SAMPLE }, (_, index) => origins[Math.round(index * step)] ?? origins.at(-1)!),
    ),
  ];
}

const SAMPLE = 16;

/** Groups that run, and their folders, so that none outlives this process. */
const groups = new Map<number, string>();
process.on("exit", () => {
  for (const group of groups.keys()) {
    kill(group);
    forget(group);
  }
});

function kill(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {} // all of it has ended
}

function forget(group: number): void {
  const folder = groups.get(group);
  groups.delete(group);
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
