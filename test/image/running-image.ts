import { once } from "node:events";
import { createInterface } from "node:readline";
import type { ImageConfig } from "./image-config.ts";
import { runInImage } from "./run-in-image.ts";

/** The image's own command in its root, on ports of the loopback address that were free. */
export interface RunningImage {
  readonly pid: number;
  readonly port: number;
  /** Where the pages of health are. */
  readonly http: string;
  /** Milliseconds from its start until it was ready. */
  readonly startedIn: number;
  /** What it wrote to its standard error. */
  readonly complaints: () => string;
  /** Sends a signal and waits for the end; gives the exit code, or the signal that ended it. */
  readonly stop: (signal: NodeJS.Signals) => Promise<number | NodeJS.Signals | null>;
}

/** What is told to a machine that is not on Fly.io: the loopback address, and any ports. */
const ENVIRONMENT = {
  DNS_UDP_HOST: "127.0.0.1",
  DNS_TCP_HOST: "127.0.0.1",
  DNS_PORT: "0",
  DNS_HTTP_HOST: "127.0.0.1",
  DNS_HTTP_PORT: "0",
  FLY_REGION: "iad",
  FLY_MACHINE_ID: "90706e10f12094",
};

/** Starts it and waits until it is ready. Rejects with what it wrote when it ends before. */
export async function startImage(root: string, config: ImageConfig): Promise<RunningImage> {
  const started = performance.now();
  const child = runInImage(root, config, [...(config.Entrypoint ?? []), ...config.Cmd], ENVIRONMENT);
  const ended = once(child, "exit");
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  let port = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    port = Number(/^ready: .* 127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? port);
    const http = /^http: (.*)$/.exec(line)?.[1];
    if (http === undefined) continue;
    return {
      pid: child.pid!, // it has started
      port,
      http: `http://${http}`,
      startedIn: performance.now() - started,
      complaints: () => complaints,
      stop: async (signal) => {
        if (child.exitCode === null && child.signalCode === null) child.kill(signal);
        await ended;
        return child.exitCode ?? child.signalCode;
      },
    };
  }
  await ended;
  throw new Error(`The image's command ended with ${child.exitCode ?? child.signalCode}\n${complaints}`);
}

/** Runs a program in the image's root to its end, with the environment of a server at this port. */
export async function runToEnd(
  root: string,
  config: ImageConfig,
  words: readonly string[],
  port: number,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = runInImage(root, config, words, { ...ENVIRONMENT, DNS_PORT: String(port) });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, "close")) as [number | null]; // what a process that has ended emits
  return { code, stdout, stderr };
}
