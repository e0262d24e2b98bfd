import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { labelsOf, type Name, printName } from "../dns/name.ts";
import type { Zone } from "../dns/zone.ts";
import { printRecord } from "../dns/zone-file/print.ts";
import { freePort } from "../scripts/free-port.ts";
import { builtServer } from "./built-bundles.ts";

/** Nameservers to hold what we expect against: other people's, and our own. */
export type Reference = "nsd" | "knot" | "bind" | "zonepipe";

/** The program of each, and the Debian package that has it. */
export const REFERENCES = {
  nsd: { program: "nsd", debianPackage: "nsd" },
  knot: { program: "knotd", debianPackage: "knot" },
  bind: { program: "named", debianPackage: "bind9" },
  zonepipe: { program: "node", debianPackage: "nodejs" },
} as const satisfies { readonly [kind in Reference]: object };

/** A nameserver on the loopback address; whoever starts it stops it. */
export interface ReferenceNameserver {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** What one is told beside its zones. */
export interface ReferenceOptions {
  /**
   * 32 hex digits: it makes DNS cookies of them (RFC 9018), and asks for those over UDP if it can (NSD cannot). Without a
   * secret it makes cookies or none, as it does by default.
   */
  readonly cookieSecret?: string;
  /** Where it listens; 127.0.0.1 unless given. BIND takes none that no interface has. */
  readonly address?: string;
  /** A free one unless given. */
  readonly port?: number;
}

/** Starts one with the zones and waits until it has loaded them. */
export async function startReference(
  kind: Reference,
  zones: readonly Zone[],
  options: ReferenceOptions = {},
): Promise<ReferenceNameserver> {
  const folder = await mkdtemp(join(tmpdir(), `zonepipe-${kind}-`));
  const port = options.port ?? (await freePort());
  await mkdir(join(folder, "db"));
  const files = zones.map(({ origin }, number) => ({
    origin: printName(origin),
    path: join(folder, `${number}.zone`),
  }));
  for (const [number, { path }] of files.entries()) await writeFile(path, zoneText(zones[number]!));
  const config = join(folder, "server.conf");
  const { text, args, isReady, environment } = SET_UPS[kind](folder, port, files, options);
  await writeFile(config, text);
  const program = kind === "zonepipe" ? process.execPath : REFERENCES[kind].program;
  const main = kind === "zonepipe" ? [await builtServer()] : [];
  const child = spawn(program, [...main, ...args, config], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    await ready(child, isReady, zones.length);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };

  async function stop(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    await rm(folder, { recursive: true, force: true });
  }
}

interface SetUp {
  readonly text: string;
  readonly args: readonly string[];
  readonly environment?: { readonly [name: string]: string };
  /** The line says that the server answers, or that one more zone does. */
  readonly isReady: { readonly line: RegExp; readonly once: boolean };
}

type MakeSetUp = (
  folder: string,
  port: number,
  zones: readonly { readonly origin: string; readonly path: string }[],
  options: ReferenceOptions,
) => SetUp;

const SET_UPS: { readonly [kind in Reference]: MakeSetUp } = {
  nsd: (folder, port, zones, { cookieSecret, address = LOOPBACK }) => ({
    args: ["-d", "-c"],
    isReady: { line: /nsd started/, once: true },
    text: `server:
  ip-address: ${address}
  port: ${port}
  server-count: 1
  username: ""
  chroot: ""
  database: ""
  zonesdir: "${folder}"
  pidfile: "${folder}/pid"
  logfile: ""
  xfrdfile: ""
  zonelistfile: "${folder}/zonelist"
  xfrdir: "${folder}"
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
  nsid: "ascii_nsd"
${cookieSecret === undefined ? "" : `  answer-cookie: yes\n  cookie-secret: "${cookieSecret}"\n`}remote-control:
  control-enable: no
${zones.map(({ origin, path }) => `zone:\n  name: "${origin}"\n  zonefile: "${path}"\n`).join("")}`,
  }),
  knot: (folder, port, zones, { cookieSecret, address = LOOPBACK }) => ({
    args: ["-c"],
    isReady: { line: /\] loaded, serial/, once: false },
    text: `server:
  listen: ${address}@${port}
  rundir: ${folder}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
  nsid: knot
database:
  storage: ${folder}/db
log:
  - target: stderr
    any: info
${cookieSecret === undefined ? "" : `mod-cookies:\n  - id: default\n    secret: 0x${cookieSecret}\n    badcookie-slip: 1\n`}
template:
  - id: default
${cookieSecret === undefined ? "" : "    global-module: mod-cookies/default\n"}    zonefile-sync: -1
    journal-content: none
    zonefile-load: whole
    semantic-checks: off
zone:
${zones.map(({ origin, path }) => `  - domain: "${origin}"\n    file: "${path}"\n`).join("")}`,
  }),
  bind: (folder, port, zones, { cookieSecret, address = LOOPBACK }) => ({
    args: ["-g", "-n", "1", "-c"],
    isReady: { line: / running$/, once: true },
    text: `options {
  directory "${folder}"; pid-file "${folder}/pid"; session-keyfile "${folder}/session.key";
  listen-on port ${port} { ${address}; }; listen-on-v6 { none; };
  recursion no; notify no; empty-zones-enable no; check-integrity no; check-names primary ignore;
  check-sibling no; check-srv-cname ignore; check-mx-cname ignore; check-wildcard no; server-id "bind";
  ${cookieSecret === undefined ? "" : `cookie-secret "${cookieSecret}"; require-server-cookie yes;`}
};
controls { };
${zones.map(({ origin, path }) => `zone "${origin}" { type primary; file "${path}"; };\n`).join("")}`,
  }),
  zonepipe: (_, port, zones, { cookieSecret, address = LOOPBACK }) => ({
    args: [
      ...["--server-id", "zonepipe", "--listen", `${address}:${port}`],
      ...(cookieSecret === undefined ? [] : ["--require-cookies"]),
      "--zones",
    ],
    ...(cookieSecret === undefined ? {} : { environment: { ZONEPIPE_COOKIE_SECRETS: cookieSecret } }),
    isReady: { line: /^ready/, once: true },
    text: JSON.stringify(Object.fromEntries(zones.map(({ origin, path }) => [origin, path]))),
  }),
};

const LOOPBACK = "127.0.0.1";

const PATIENCE = 20_000; // milliseconds to load some small zones

async function ready(child: ChildProcess, isReady: SetUp["isReady"], zones: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const output: string[] = [];
  let missing = isReady.once ? 1 : zones;
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on("line", (line) => {
      output.push(line);
      if (isReady.line.test(line)) missing -= 1;
      if (missing === 0) resolve();
    });
  }
  const fail = (what: string) =>
    reject(new Error(`Cannot start a nameserver: ${what}\n${output.join("\n")}`));
  child.once("error", reject);
  child.once("exit", () => fail("it ended"));
  const timer = setTimeout(() => fail("it does not get ready"), PATIENCE);
  await promise.finally(() => clearTimeout(timer));
}

/** In canonical text, but with every owner escaped as far as can be: Knot wants more escapes than RFC 1035 §5.1. */
function zoneText({ records }: Zone): string {
  const lines = records.map((record) => {
    const line = printRecord(record);
    return escaped(record.owner) + line.slice(printName(record.owner).length);
  });
  return lines.map((line) => `${line}\n`).join("");
}

function escaped(name: Name): string {
  const label = (text: string) =>
    text.replace(/[^a-zA-Z0-9_*-]/g, (octet) => `\\${String(octet.charCodeAt(0)).padStart(3, "0")}`);
  return `${labelsOf(name).map(label).join(".")}.`;
}
