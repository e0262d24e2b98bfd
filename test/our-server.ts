import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Our nameserver as a process of its own on the loopback address; whoever starts it stops it. */
export interface OurServer {
  /** For UDP and TCP. */
  readonly port: number;
  readonly pid: number;
  /** The lines that it has written to its standard error. */
  readonly complaints: readonly string[];
  /** Has ended, by a crash or otherwise. */
  readonly hasEnded: () => boolean;
  /** Ends it; resolves to its exit code, or the signal that ended it. */
  readonly stop: () => Promise<number | NodeJS.Signals | null>;
}

/**
 * Starts it over a folder or a manifest of zones and resolves when it answers. `options` are more words for its
 * command line, which may have another port of 127.0.0.1 to listen at, `main` its program: the source unless it is the built one, `environment` what it finds there beside ours. Rejects with what it wrote when it does not get ready.
 */
export async function startOurServer(
  zones: string,
  options: readonly string[] = [],
  main = SOURCE,
  environment: NodeJS.ProcessEnv = {},
): Promise<OurServer> {
  const isTold = options.some((word, at) => word.startsWith("127.0.0.1:") && options[at - 1] === "--listen");
  const listen = isTold ? [] : ["--listen", "127.0.0.1:0"];
  const words = [main, ...listen, "--zones", zones, ...options];
  const child = spawn(process.execPath, words, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => complaints.push(line));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (!hasEnded()) child.kill("SIGTERM");
    await ended;
    return child.exitCode ?? child.signalCode;
  };
  const ready = readyPort(child.stdout);
  const port = await Promise.race([ready, ended.then(() => undefined)]);
  if (port === undefined) {
    throw new Error(`The server ended before it was ready\n${complaints.join("\n")}`);
  }
  return { port, pid: child.pid!, complaints, hasEnded, stop };
}

const SOURCE = join(import.meta.dirname, "../server/main.ts");

async function readyPort(output: NodeJS.ReadableStream): Promise<number> {
  const lines = createInterface({ input: output });
  for (;;) {
    const [line] = (await once(lines, "line")) as [string]; // what readline emits
    const port = /^ready: .* listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
}
