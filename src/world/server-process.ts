import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { WorldError } from "../files/world-error.ts";
import type { Nameserver } from "../verify/types.ts";
import type { RunningServer } from "../world.ts";
import { childEnvironment } from "./child-environment.ts";
import { type ServerProgram, serverProgram } from "./server-program.ts";
import { takeAlong } from "./take-along.ts";

const LOOPBACK = "127.0.0.1";
const PORT_IN_USE = 2; // the server's exit code for it
const TRIES = 5; // free ports to try: another program may take one between our look and the server's bind
const STOP_DEADLINE = 5_000; // milliseconds between SIGTERM and SIGKILL

/** Where Node keeps what it compiled: the server starts sooner. */
const CACHE = /^NODE_COMPILE_CACHE$/;
/** What the server reads as its settings, too: somebody who starts it in the foreground gives them. */
const OWN = /^(NODE_COMPILE_CACHE|(DNS|FLY|ZONEPIPE)_\w+)$/;

/**
 * Starts the embedded nameserver as a process of its own on a free loopback port, and waits until it answers. The last argument is the program that is
 * started; otherwise it is what comes with us.
 */
export async function startServer(
  zones: string,
  isShape = false,
  resolvers: readonly Nameserver[] = [],
  isReloadedOften = false,
  { main }: ServerProgram = serverProgram(),
): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = spawn(
      process.execPath,
      [
        main,
        ...["--listen", `${LOOPBACK}:${port}`, "--strict", "--zones", zones],
        ...(isShape ? ["--dnssec-shape"] : []),
        ...(isReloadedOften ? ["--quick-reload"] : []),
        ...resolverWords(resolvers),
      ],
      { env: childEnvironment(process.env, CACHE), stdio: ["ignore", "pipe", "pipe"] },
    );
    const letGo = takeAlong(child);
    const outcome = await readiness(child);
    const end = () => stop(child).finally(letGo);
    if (outcome === "ready") return { address: LOOPBACK, port, reload: () => reload(child), stop: end };
    letGo();
    if (outcome.code !== PORT_IN_USE || attempt === TRIES) {
      throw new WorldError(
        `Cannot start the nameserver: it exited with ${outcome.code}\n${outcome.stderr.trimEnd()}`,
      );
    }
  }
}

/** As the nameserver is told whom to ask for targets of ALIAS; where nobody is named, it asks the machine's own. */
export function resolverWords(resolvers: readonly Nameserver[]): string[] {
  return resolvers.flatMap(({ address, port }) => [
    "--resolver",
    `${address.includes(":") ? `[${address}]` : address}:${port}`,
  ]);
}

/** What somebody does as long as the nameserver answers; it gives what ends that. */
type Meanwhile = (reload: () => void) => { readonly close: () => void };

/**
 * Runs the nameserver in the foreground with its own arguments; gives its exit code. Signals are passed on.
 *
 * @param meanwhile begins when it answers, and may have it load its zones again
 */
export async function runServer(args: readonly string[], meanwhile?: Meanwhile): Promise<number> {
  const env = childEnvironment(process.env, OWN);
  const stdio = ["inherit", meanwhile === undefined ? "inherit" : "pipe", "inherit"] as const;
  const child = spawn(process.execPath, [serverProgram().main, ...args], { env, stdio: [...stdio] });
  let begun: ReturnType<Meanwhile> | undefined;
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    process.stdout.write(text);
    // Before it answers, it may not listen to the signal yet, which would end it.
    if (text.startsWith("ready")) begun ??= meanwhile?.(() => child.kill("SIGHUP"));
  });
  let isAsked = false;
  const passOn = (signal: NodeJS.Signals) => {
    isAsked = true;
    child.kill(signal);
  };
  process.on("SIGTERM", passOn).on("SIGINT", passOn);
  const [code] = (await once(child, "exit")) as [number | null];
  process.off("SIGTERM", passOn).off("SIGINT", passOn);
  begun?.close();
  // A signal that comes before the server listens to it ends it, as was asked for.
  return code ?? (isAsked ? 0 : 2);
}

function readiness(child: ChildProcess): Promise<"ready" | { code: number | null; stderr: string }> {
  let stderr = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ready = new Promise<"ready">((resolve) => {
    createInterface({ input: child.stdout! }).on("line", (line) => {
      if (line.startsWith("ready")) resolve("ready");
    });
  });
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stderr }));
  return Promise.race([ready, ended]);
}

/** What it says when it has read its zones again: on standard output where it has, on standard error where it has not. */
const RELOADED = /reloaded: |zones are served as they were before|Cannot reload /;
const RELOAD_DEADLINE = 30_000; // milliseconds

/** Asks for it by SIGHUP. Whatever becomes of it, there is an end to waiting. */
function reload(child: ChildProcess): Promise<void> {
  const streams = [child.stdout!, child.stderr!];
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const stream of streams) stream.off("data", look);
      child.off("exit", done);
      resolve();
    };
    const look = (text: string | Buffer) => {
      if (RELOADED.test(String(text))) done();
    };
    const timer = setTimeout(done, RELOAD_DEADLINE);
    for (const stream of streams) stream.on("data", look);
    child.once("exit", done);
    if (!child.kill("SIGHUP")) done();
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE);
  await gone;
  clearTimeout(timer);
}

/** A loopback port that is free for TCP and UDP. */
async function freePort(): Promise<number> {
  for (;;) {
    const tcp = createServer().listen(0, LOOPBACK);
    await once(tcp, "listening");
    const { port } = tcp.address() as { port: number }; // listening on an address, so it is not a pipe's path
    const udp = createSocket("udp4");
    const free = await new Promise<boolean>((resolve) => {
      udp.once("error", () => resolve(false));
      udp.bind(port, LOOPBACK, () => resolve(true));
    });
    udp.close();
    tcp.close();
    if (free) return port;
  }
}
