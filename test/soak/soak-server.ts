import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "../../scripts/free-port.ts";
import type { SecondaryKey } from "../transfer/start-secondary.ts";

/** The key by which a secondary gets the zone, and hears of it. */
export const SOAK_KEY: SecondaryKey = {
  name: "soak.key",
  algorithm: "hmac-sha256",
  base64: Buffer.alloc(32, 9).toString("base64"),
};

/** Ports on 127.0.0.1, and on ::1 the first of them. */
export interface SoakPorts {
  readonly dns: number;
  readonly http: number;
}

/** Ports that are free, chosen before the server starts: its secondary is told of them. */
export async function choosePorts(): Promise<SoakPorts> {
  return { dns: await freePort(), http: await freePort() };
}

/** The server under load, a process of its own. */
export interface SoakServer {
  readonly pid: number;
  /** It limits rates; then clients in 127.9.0.0/16 are limited, and others are not. */
  readonly limits: boolean;
  /** Lines of its standard error: none is expected. */
  readonly complaints: readonly string[];
  readonly hasEnded: () => boolean;
  /** Loads its zones again; resolves when they are served, and rejects when it does not say so in time. */
  readonly reload: () => Promise<void>;
  /** Lines of its log of queries so far. */
  readonly logged: () => number;
  /** The sum of the samples of a metric whose name and labels begin so. */
  readonly metric: (beginning: string) => Promise<number>;
  /** Ends it; gives its exit code or its signal. */
  readonly stop: () => Promise<number | NodeJS.Signals | null>;
}

/** Starts it over a folder of zones, with all that may take memory: keys, transfers, NOTIFY, a log of some queries, limits. */
export async function startSoakServer(
  main: string,
  zones: string,
  { dns, http }: SoakPorts,
  secondary: number | undefined,
): Promise<SoakServer> {
  const keys = join(zones, "..", "keys");
  writeFileSync(keys, `${SOAK_KEY.name}:${SOAK_KEY.algorithm}:${SOAK_KEY.base64}\n`);
  const limits = knowsLimits(main);
  const words = [
    ...[main, "--listen", `127.0.0.1:${dns}`, "--listen", `[::1]:${dns}`, "--http", `127.0.0.1:${http}`],
    ...["--zones", zones, "--tsig-keys", keys, "--allow-transfer", SOAK_KEY.name, "--query-log", "0.05"],
    ...(secondary === undefined ? [] : ["--notify", `127.0.0.1:${secondary},${SOAK_KEY.name}`]),
    ...(limits ? ["--rrl-rate", "50", "--rrl-allow", "none,127.0.0.0/16,::1", "--rrl-log-only", "no"] : []),
  ];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    const isMeant = LIMITED.test(line);
    if (!isMeant && complaints.length < MOST_COMPLAINTS) complaints.push(line);
  });
  let logged = 0;
  const waiting: { readonly beginning: string; readonly resolve: () => void }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("[INFO]")) logged += 1;
    const index = waiting.findIndex(({ beginning }) => line.startsWith(beginning));
    if (index >= 0) waiting.splice(index, 1)[0]!.resolve();
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const says = (beginning: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push({ beginning, resolve });
    const timer = setTimeout(() => reject(new Error(`The server does not say "${beginning}"`)), PATIENCE);
    void ended.then(() => reject(new Error(`The server ended\n${complaints.join("\n")}`)));
    return promise.finally(() => clearTimeout(timer));
  };
  await says("ready: ");
  return {
    ...{ pid: child.pid!, limits, complaints, hasEnded },
    logged: () => logged,
    reload: () => {
      const said = says("reloaded: ");
      child.kill("SIGHUP");
      return said;
    },
    metric: async (beginning) => {
      const lines = (await (await fetch(`http://127.0.0.1:${http}/metrics`)).text()).split("\n");
      return lines
        .filter((line) => line.startsWith(`zonepipe_${beginning}`))
        .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
    },
    stop: async () => {
      if (!hasEnded()) child.kill("SIGTERM");
      await ended;
      return child.exitCode ?? child.signalCode;
    },
  };
}

/** What it says of the flood and of the garbage, which are to be limited. */
const LIMITED = /^Rate limit: 127\.9\.[89]\.0\/24 /;
const MOST_COMPLAINTS = 100;
/** Milliseconds to load some small zones, on a machine with much else to do. */
const PATIENCE = 60_000;

/** Asked of the server itself, as there are versions without. */
function knowsLimits(main: string): boolean {
  return spawnSync(process.execPath, [main, "--help"], { encoding: "utf8" }).stdout.includes("--rrl-rate");
}
