import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** A program and all that it starts. */
export interface ProcessGroup {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Ends all of them, and resolves when the last one has let go of its output. */
  readonly stop: () => Promise<void>;
}

/** Starts a program in a group of its own: NSD's first process ends at every change of a zone, and others go on. */
export function startGroup(program: string, words: readonly string[], folder: string): ProcessGroup {
  const child = spawn(program, words, { cwd: folder, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  // What nobody reads must not keep it waiting.
  for (const stream of [child.stdout, child.stderr]) stream.resume();
  return {
    child,
    stop: async () => {
      try {
        process.kill(-child.pid!, "SIGTERM");
      } catch {} // all have ended by themselves, or none ever was
      await ended;
    },
  };
}
