import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { freePort } from "../../scripts/free-port.ts";

/** Unbound as a resolver that validates and remembers, which asks the nameservers that it is told. */
export interface Resolver {
  /** From now on it asks this port of 127.0.0.1 for the zone. What it remembers stays. */
  readonly route: (zone: string, port: number) => Promise<void>;
  /** It forgets this RRset, as when its TTL has passed. */
  readonly forget: (name: string, type: string) => Promise<void>;
  /** It forgets everything. */
  readonly forgetAll: () => Promise<void>;
  readonly ask: (name: string, type: string) => Promise<Judged>;
  readonly stop: () => Promise<void>;
}

/** What the resolver thinks of an answer. */
export type Judged = "secure" | "insecure" | "bogus";

/** Starts one whose only trust anchor is this DS or DNSKEY record. */
export async function startUnbound(anchor: string): Promise<Resolver> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-unbound-"));
  const port = await freePort();
  const config = join(folder, "unbound.conf");
  await writeFile(config, configOf(folder, port, anchor));
  const child = spawn("unbound", ["-d", "-c", config], { stdio: ["ignore", "ignore", "pipe"] });
  const said: string[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line);
      if (line.includes("start of service")) resolve();
    });
    child.once("exit", () => reject(new Error(`unbound ended:\n${said.join("\n")}`)));
  });
  await ready;
  const run = promisify(execFile);
  const control = async (...words: string[]) => {
    await run("unbound-control", ["-c", config, ...words]);
  };
  return {
    route: async (zone, to) => {
      await control("stub_remove", zone).catch(() => undefined); // there is none at first
      await control("stub_add", zone, `127.0.0.1@${to}`);
    },
    forget: (name, type) => control("flush_type", name, type),
    forgetAll: () => control("flush_zone", "."),
    ask: async (name, type) => {
      const { stdout } = await run("dig", [
        "@127.0.0.1",
        "-p",
        `${port}`,
        "+adflag",
        "+tries=1",
        "+time=10",
        name,
        type,
      ]);
      if (/status: SERVFAIL/.test(stdout)) return "bogus";
      if (!/status: (NOERROR|NXDOMAIN)/.test(stdout)) throw new Error(`No answer:\n${stdout}`);
      return /flags:[^;]* ad[ ;]/.test(stdout) ? "secure" : "insecure";
    },
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configOf(folder: string, port: number, anchor: string): string {
  return `server:
  interface: 127.0.0.1@${port}
  chroot: ""
  username: ""
  directory: "${folder}"
  pidfile: "${folder}/pid"
  use-syslog: no
  log-time-ascii: yes
  verbosity: 1
  val-log-level: 2
  do-not-query-localhost: no
  do-ip6: no
  num-threads: 1
  module-config: "validator iterator"
  local-zone: "test." nodefault
  trust-anchor: "${anchor}"
remote-control:
  control-enable: yes
  control-interface: "${folder}/control"
  control-use-cert: no
`;
}
