import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Our nameserver while it is measured; whoever starts it stops it. */
export interface BenchServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Starts it over a folder of zones on 127.0.0.1, and resolves when it answers. */
export async function startServer(
  zones: string,
  options: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<BenchServer> {
  const words = [SERVER, "--listen", "127.0.0.1:0", "--zones", zones, ...options];
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, words, { env, stdio: ["ignore", "pipe", "ignore"] });
  const port = await readyPort(child);
  const stop = async () => {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  };
  return { port, stop };
}

const SERVER = join(import.meta.dirname, "../server/main.ts");

async function readyPort(child: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const port = /^ready: .* listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error("Cannot measure the server: it ended before it was ready");
}
