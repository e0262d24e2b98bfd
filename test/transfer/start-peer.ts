import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { freePort } from "../../scripts/free-port.ts";
import type { SetUpForm } from "../../src/secondary/set-up.ts";
import { startGroup } from "../process-group.ts";

/** Nameservers of others whose configuration `zonepipe secondary add` prints. */
export type PeerKind = Exclude<SetUpForm, "web">;

/** One on the loopback address that runs with a printed configuration; whoever starts it stops it. */
export interface Peer {
  readonly port: number;
  /** What it has written. */
  readonly log: readonly string[];
  readonly stop: () => Promise<void>;
}

/** How each is called, where it comes from, and how it writes an address with a port. */
export const PEERS = {
  nsd: {
    program: "nsd",
    debianPackage: "nsd",
    place: (address: string, port: number) => `${address}@${port}`,
  },
  knot: {
    program: "knotd",
    debianPackage: "knot",
    place: (address: string, port: number) => `${address}@${port}`,
  },
  bind: {
    program: "named",
    debianPackage: "bind9",
    place: (address: string, port: number) => `${address} port ${port}`,
  },
  powerdns: {
    program: "pdns_server",
    debianPackage: "pdns-backend-sqlite3",
    place: (address: string, port: number) => `${address}:${port}`,
  },
} as const satisfies { readonly [kind in PeerKind]: object };

/**
 * Starts one with what `secondary add` prints, beside the least that it needs to run here and to show its zones to 127.0.0.1.
 *
 * @param printed each for its own key
 */
export async function startPeer(kind: PeerKind, printed: readonly string[], port: number): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), `zonepipe-${kind}-`));
  await mkdir(join(folder, "db"));
  const command = await PREPARE[kind]({ folder, port, control: await freePort(), printed: printed.join("") });
  const { child, stop: end } = startGroup(PEERS[kind].program, command, folder);
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => log.push(line));
  }
  child.once("error", (error) => log.push(error.message));
  const stop = async () => {
    await end();
    await rm(folder, { recursive: true, force: true });
  };
  return { port, log, stop };
}

interface Place {
  readonly folder: string;
  readonly port: number;
  /** Another port that is free. */
  readonly control: number;
  readonly printed: string;
}

/** Writes what it needs into the folder; gives the words behind the program. */
const PREPARE: { readonly [kind in PeerKind]: (place: Place) => Promise<readonly string[]> } = {
  async nsd({ folder, port, printed }) {
    const zones = printed.replaceAll(/include-pattern: .*/g, "$&\n  provide-xfr: 127.0.0.1 NOKEY");
    await writeFile(
      join(folder, "nsd.conf"),
      `server:\n  ip-address: 127.0.0.1\n  port: ${port}\n  server-count: 1\n  username: ""\n  chroot: ""\n  database: ""\n  zonesdir: "${folder}"
  pidfile: "${folder}/pid"\n  logfile: ""\n  xfrdfile: ""\n  zonelistfile: "${folder}/list"\n  xfrdir: "${folder}"
remote-control:\n  control-enable: no\n${zones}`,
    );
    return ["-d", "-V", "2", "-c", join(folder, "nsd.conf")];
  },
  async knot({ folder, port, printed }) {
    const zones = printed
      .replaceAll(/ {4}acl: (.*)/g, "    acl: [$1, show]")
      .replaceAll(/- id: member-.*/g, `$&\n    storage: ${folder}/db`);
    await writeFile(
      join(folder, "knot.conf"),
      `server:\n  listen: 127.0.0.1@${port}\n  rundir: ${folder}\n  udp-workers: 1\n  tcp-workers: 1\n  background-workers: 1
database:\n  storage: ${folder}/db\nlog:\n  - target: stderr\n    any: info
acl:\n  - id: show\n    address: 127.0.0.1\n    action: transfer
template:\n  - id: default\n    storage: ${folder}/db\n${zones}`,
    );
    return ["-c", join(folder, "knot.conf")];
  },
  async bind({ folder, port, printed }) {
    // What is to stand among the options is printed as comments.
    const options = [...printed.matchAll(/^\/\/ {3}(.*)$/gm)].map(([, option]) => `  ${option}\n`).join("");
    await writeFile(
      join(folder, "named.conf"),
      `options {\n  directory "${folder}"; pid-file "${folder}/pid"; session-keyfile "${folder}/session.key";
  listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; };
  recursion no; notify no; empty-zones-enable no; allow-transfer { 127.0.0.1; };\n${options}};\ncontrols { };\n${printed}`,
    );
    return ["-g", "-n", "1", "-c", join(folder, "named.conf")];
  },
  async powerdns({ folder, port, control, printed }) {
    const database = new DatabaseSync(join(folder, "zones.sqlite3"));
    database.exec(await readFile(POWERDNS_SCHEMA, "utf8"));
    database.close();
    // What is to stand in pdns.conf is printed as comments of the commands.
    const settings = [...printed.matchAll(/^# {3}(\S+=\S+)$/gm)].map(([, setting]) => `${setting}\n`);
    await writeFile(
      join(folder, "pdns.conf"),
      `launch=gsqlite3\ngsqlite3-database=${folder}/zones.sqlite3\nlocal-address=127.0.0.1\nlocal-port=${port}
socket-dir=${folder}\nwebserver-port=${control}\nguardian=no\ndaemon=no\ndisable-syslog=yes\nloglevel=5\n${[...new Set(settings)].join("")}`,
    );
    const commands = `set -e\npdnsutil() { command pdnsutil --config-dir='${folder}' "$@"; }\n${printed}`;
    await promisify(execFile)("sh", ["-c", commands]);
    return [`--config-dir=${folder}`];
  },
};

const POWERDNS_SCHEMA = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql"; // of Debian's package
