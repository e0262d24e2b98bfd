import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { builtServer } from "../built-bundles.ts";

/** The built server as a process of its own, and what it says. */
export interface SigningServer {
  readonly process: ChildProcess;
  /** Resolves to the next line of standard output, or of standard error, that holds this text. */
  readonly says: (text: string) => Promise<string>;
  readonly complains: (text: string) => Promise<string>;
  /** Ends it; resolves to its exit code. */
  readonly stop: () => Promise<number | null>;
}

/**
 * Starts it with these words, at any port of 127.0.0.1.
 *
 * @param bundle in place of the one that is built here
 */
export async function startSigningServer(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  bundle?: string,
): Promise<SigningServer> {
  const args = [bundle ?? (await builtServer()), "--listen", "127.0.0.1:0", ...words];
  const server = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const ended = once(server, "exit");
  return {
    process: server,
    says: reader(server.stdout),
    complains: reader(server.stderr),
    stop: async () => {
      server.kill("SIGTERM");
      const [code] = (await ended) as [number | null]; // what `exit` brings
      return code;
    },
  };
}

/** The port in the line in which it says where it listens. */
export function portIn(line: string): number {
  return Number(/127\.0\.0\.1:(\d+)/.exec(line)?.[1]);
}

function reader(input: Readable): (text: string) => Promise<string> {
  const lines = createInterface({ input })[Symbol.asyncIterator]();
  return async (text) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`No line says "${text}"`);
      if (value.includes(text)) return value;
    }
  };
}
