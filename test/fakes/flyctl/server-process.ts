import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { MachineServer } from "./machine-server.ts";
import { startServerHere } from "./server-here.ts";
import { hasBeenShown } from "./shown-program.ts";

const LOOPBACK = "127.0.0.1";

/** A test that ends in the middle takes its servers with it. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts what the image's Dockerfile says, as a machine would, but on ports of this machine: as a process of its own whenever it is another
 * program, or another kind of environment, than in this test file before.
 */
export async function startServerProcess(
  folder: string,
  env: { readonly [name: string]: string },
): Promise<MachineServer> {
  const command = commandOf(readFileSync(join(folder, "Dockerfile"), "utf8"));
  const words = [...command, "--listen", `${LOOPBACK}:0`, "--http", `${LOOPBACK}:0`, ...ONE_PROCESSOR];
  // Machines have an address each, and here they share this one's.
  if (env.DNS_PROXY_PORT !== undefined) words.push("--proxy-listen", `${LOOPBACK}:0`);
  const [program, ...args] = onThisMachine(words, folder);
  const script = args.findIndex((word) => !word.startsWith("-"));
  const way = `answers with ${Object.keys(env).sort().join(" ")}`;
  if (hasBeenShown(resolve(folder, args[script]!), way)) {
    const here = await startServerHere(args.slice(script + 1), folder, env);
    if (here !== undefined) return here;
  }
  const child = spawn(program!, withoutAccount(args), {
    cwd: folder,
    env: { PATH: process.env.PATH, DNS_DRAIN: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const ended = once(child, "exit");
  running.add(child);
  child.once("exit", () => running.delete(child));
  const ports = await Promise.race([readPorts(child.stdout), ended.then(() => undefined)]);
  if (ports === undefined) throw new Error(`The server of the image does not start:\n${complaints}`);
  return {
    port: ports.dns,
    httpPort: ports.http,
    isReady: async () => (await fetch(`http://${LOOPBACK}:${ports.http}/readyz`)).ok,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE);
      await ended;
      clearTimeout(timer);
    },
  };
}

// A machine has one, as `machine list` says, and a thread for each: 60 ms of processor time at every start.
const ONE_PROCESSOR = ["--udp-threads", "1"];

const STOP_DEADLINE = 5_000; // milliseconds

/** Words for a machine, whose image lies in /app, as words for this one. */
export function onThisMachine(words: readonly string[], folder: string): string[] {
  return words.map((word) =>
    word === "node" ? process.execPath : word.replace(/(?<![\w.])\/app(?=\/|$)/, folder),
  );
}

/** The command of the last stage: `CMD ["node", …]`. */
function commandOf(dockerfile: string): string[] {
  const lines = dockerfile.replace(/\\\r?\n/g, " ").split("\n");
  const command = lines.findLast((line) => /^CMD\s/.test(line));
  if (command === undefined) throw new Error("The Dockerfile has no CMD");
  return JSON.parse(command.slice("CMD".length));
}

/** Only root can become somebody else. */
function withoutAccount(args: readonly string[]): string[] {
  if (process.getuid?.() === 0) return [...args];
  return args.filter(
    (word, at) =>
      !["--user", "--group"].includes(word) && !["--user", "--group"].includes(args[at - 1] ?? ""),
  );
}

/** The ports that the server says it has, once it has said both. */
function readPorts(output: NodeJS.ReadableStream): Promise<{ readonly dns: number; readonly http: number }> {
  const { promise, resolve } = Promise.withResolvers<{ readonly dns: number; readonly http: number }>();
  let said = "";
  createInterface({ input: output }).on("line", (line) => {
    said += `${line}\n`;
    // A machine whose zones have no signatures yet answers, and is not ready.
    const dns = /^(?:ready|answering): .* listening on 127\.0\.0\.1:(\d+)/m.exec(said)?.[1];
    const http = /^http: 127\.0\.0\.1:(\d+)/m.exec(said)?.[1];
    if (dns !== undefined && http !== undefined) resolve({ dns: Number(dns), http: Number(http) });
  });
  return promise;
}
