import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { type ServerProgram, serverProgram } from "./server-program.ts";

/** What the nameserver behind a pipe may take. */
export interface AnsweringBounds {
  /** Milliseconds until the zones are loaded. */
  readonly loading: number;
  /** Milliseconds without an octet while answers are due. */
  readonly silence: number;
  /** Megabytes of the heap, which holds what is read while zones are loaded. */
  readonly heap: number;
  /** Megabytes of writable memory, with the tables and about 600 that Node sets aside and does not use; not on Windows. */
  readonly memory: number;
}

/** A program with its arguments. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * How the nameserver behind a pipe is started over a folder of zone files: under Node's permission model, which lets it
 * read those and itself, and with bounds on its memory. Node follows links out of the folder, so it has to be one that we
 * wrote.
 */
export async function answeringCommand(
  zones: string,
  week: Date,
  { heap, memory }: Pick<AnsweringBounds, "heap" | "memory">,
  { main, parts }: ServerProgram = serverProgram(),
): Promise<Command> {
  // Node compares real paths. What does not exist is the server's to tell.
  const [entry, folder, ...files] = await Promise.all(
    [main, zones, ...parts].map((path) => realpath(path).catch(() => resolve(path))),
  );
  const readable = [folder!, ...files].map((path) => `--allow-fs-read=${path}`);
  const signing = ["--dnssec-shape", "--now", String(Math.floor(week.getTime() / 1_000))];
  const limits = ["--permission", ...readable, `--max-old-space-size=${heap}`];
  const args = [...limits, entry!, "answer", "--zones", folder!, ...signing];
  if (process.platform === "win32") return { program: process.execPath, args };
  return {
    program: "/bin/sh",
    args: ["-c", WITH_LIMIT, String(memory * KILOBYTES), process.execPath, ...args],
  };
}

/** The tables are not in the heap that Node bounds. A limit that the system does not know leaves the rest as it is. */
const WITH_LIMIT = 'ulimit -d "$0" 2>/dev/null; exec "$@"';
const KILOBYTES = 1024; // of a megabyte: what ulimit counts in
