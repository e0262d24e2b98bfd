import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "../scripts/free-port.ts";

/** A secondary on the loopback address; whoever starts it stops it. */
export interface NotifiedPeer {
  readonly port: number;
  /** What it has written so far, line by line. */
  readonly log: readonly string[];
  readonly stop: () => Promise<void>;
}

/**
 * Starts a secondary of example.com. whose primary is not there. It takes NOTIFY by the key `ns3-key.` (hmac-sha256) alone.
 *
 * @param secret in Base64
 */
export async function startNotifiedPeer(kind: keyof typeof PEERS, secret: string): Promise<NotifiedPeer> {
  const folder = mkdtempSync(join(tmpdir(), `zonepipe-notify-${kind}-`));
  mkdirSync(join(folder, "db"));
  const port = await freePort();
  const log: string[] = [];
  const { program, ready, config } = PEERS[kind];
  const file = join(folder, "server.conf");
  writeFileSync(file, config(folder, port, await freePort(), secret));
  const [command, ...args] = program;
  const child = spawn(command, [...args, file], { stdio: ["ignore", "pipe", "pipe"] });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const started = Promise.withResolvers<void>();
  child.once("exit", () => started.reject(new Error(`${kind} ended: ${log.join("\n")}`)));
  child.once("error", started.reject);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => {
      log.push(line);
      if (ready.test(line)) started.resolve();
    });
  }
  await started.promise;
  return { port, log, stop };
}

const PEERS = {
  knot: {
    program: ["knotd", "-c"],
    ready: /server started/,
    config: (folder: string, port: number, primary: number, secret: string) => `server:
  listen: 127.0.0.1@${port}
  rundir: ${folder}
database:
  storage: ${folder}/db
log:
  - target: stdout
    any: info
key:
  - id: ns3-key.
    algorithm: hmac-sha256
    secret: ${secret}
remote:
  - id: primary
    address: 127.0.0.1@${primary}
    key: ns3-key.
acl:
  - id: by-key
    key: ns3-key.
    action: notify
zone:
  - domain: example.com.
    storage: ${folder}
    master: primary
    acl: by-key
`,
  },
  bind: {
    program: ["named", "-g", "-c"],
    ready: /\brunning$/,
    config: (folder: string, port: number, primary: number, secret: string) => `options {
  directory "${folder}"; listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; };
  pid-file "${folder}/pid"; session-keyfile "${folder}/session"; recursion no; dnssec-validation no;
};
controls { };
key "ns3-key." { algorithm hmac-sha256; secret "${secret}"; };
zone "example.com." {
  type secondary; file "example.com.zone"; primaries { 127.0.0.1 port ${primary} key "ns3-key."; };
  allow-notify { key "ns3-key."; };
};
`,
  },
} as const;
