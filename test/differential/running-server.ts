import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../scripts/free-port.ts";
import { printPlainName, printZone } from "./print-zone.ts";
import type { Program, ZoneFile } from "./programs.ts";
import type { FinishedZone } from "./universe.ts";

/** A nameserver on the loopback, running until it is disposed of. */
export interface RunningServer extends Disposable {
  readonly name: string;
  /** UDP and TCP, on 127.0.0.1. */
  readonly port: number;
  /** False when it has ended by itself. */
  readonly isAlive: () => boolean;
  /** The end of what it has written to its log and to its standard streams. */
  readonly log: () => string;
}

/** Zones as files in a folder of their own, for several servers. */
export interface ZoneFiles extends Disposable {
  readonly zones: readonly FinishedZone[];
  readonly files: readonly ZoneFile[];
}

/** Writes the zones into files. */
export function writeZones(zones: readonly FinishedZone[]): ZoneFiles {
  const folder = mkdtempSync(join(tmpdir(), "differential-zones-"));
  const files = zones.map((zone, index) => {
    const path = join(folder, `${index}.zone`);
    writeFileSync(path, printZone(zone), "latin1");
    const origin = printPlainName(zone.origin);
    if (zone.toSign === undefined) return { origin, path };
    writeFileSync(`${path}.to-sign`, zone.toSign, "latin1");
    return { origin, path, toSign: `${path}.to-sign` };
  });
  return { zones, files, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

/** Starts a server; it may not be ready yet. */
export async function startServer(program: Program, { files }: ZoneFiles): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), "differential-server-"));
  mkdirSync(join(folder, "db"));
  const port = await freePort();
  const [command, ...args] = program.prepare({ folder, port, zones: files }) as [string, ...string[]];
  const output = openSync(join(folder, "output"), "w");
  // A process group of its own: NSD starts processes that would outlive it.
  const child = spawn(command, args, { cwd: folder, detached: true, stdio: ["ignore", output, output] });
  closeSync(output);
  await once(child, "spawn");
  const stop = () => kill(child);
  process.once("exit", stop);
  return {
    name: program.name,
    port,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    log: () => ["output", "log"].map((file) => readEnd(join(folder, file))).join(""),
    [Symbol.dispose]: () => {
      stop();
      process.off("exit", stop);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const LOG_END = 3000; // characters, enough for the reason

/** Ends the process and those that it started. Nothing of theirs is worth keeping. */
function kill(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

function readEnd(path: string): string {
  try {
    return readFileSync(path, "utf8").slice(-LOG_END);
  } catch {
    return "";
  }
}
