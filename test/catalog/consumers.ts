import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { printName } from "../../dns/name.ts";
import { freePort } from "../../scripts/free-port.ts";
import type { RenderedZone } from "../../src/render/render-zone.ts";

/** A nameserver on the loopback address that runs until it is stopped. */
export interface Running {
  readonly port: number;
  readonly process: ChildProcess;
  readonly stop: () => Promise<void>;
}

/** The primary of the catalog and of its members. */
export interface Primary extends Running {
  /** Serves other content of zones that it has. */
  readonly put: (zones: readonly RenderedZone[]) => Promise<void>;
}

/** NSD with zone files, which gives them to whoever asks. */
export async function startPrimary(folder: string, zones: readonly RenderedZone[]): Promise<Primary> {
  const port = await freePort();
  const fileOf = ({ origin }: RenderedZone) => join(folder, `${printName(origin)}zone`);
  const write = (some: readonly RenderedZone[]) =>
    Promise.all(some.map((zone) => writeFile(fileOf(zone), zone.text, "latin1")));
  await mkdir(folder);
  await write(zones);
  const running = await start("nsd", ["-d", "-c"], folder, port, [
    `server:\n  ip-address: 127.0.0.1\n  port: ${port}\n  server-count: 1\n  username: ""\n  chroot: ""`,
    `  zonesdir: "${folder}"\n  pidfile: "${folder}/pid"\n  logfile: ""\n  xfrdfile: ""\n  zonelistfile: "${folder}/list"`,
    `  xfrdir: "${folder}"\n  rrl-ratelimit: 0\nremote-control:\n  control-enable: no`,
    ...zones.map(
      (zone) =>
        `zone:\n  name: "${printName(zone.origin)}"\n  zonefile: "${fileOf(zone)}"\n  provide-xfr: 127.0.0.1 NOKEY`,
    ),
  ]);
  return {
    ...running,
    async put(some) {
      await write(some);
      running.process.kill("SIGHUP");
    },
  };
}

/** Programs that read catalogs, as a secondary would set them up. */
export const CONSUMERS = {
  knot: { program: "knotd", debianPackage: "knot", start: startKnot },
  bind: { program: "named", debianPackage: "bind9", start: startBind },
} as const;

async function startKnot(folder: string, catalog: string, primary: number): Promise<Running> {
  const port = await freePort();
  await mkdir(join(folder, "db"), { recursive: true });
  return await start("knotd", ["-c"], folder, port, [
    `server:\n  listen: 127.0.0.1@${port}\n  rundir: ${folder}\n  udp-workers: 1\n  tcp-workers: 1\n  background-workers: 1`,
    `database:\n  storage: ${folder}/db\nlog:\n  - target: stderr\n    any: info`,
    `remote:\n  - id: primary\n    address: 127.0.0.1@${primary}`,
    `template:\n  - id: default\n    storage: ${folder}/db\n    zonefile-sync: -1\n  - id: member\n    storage: ${folder}/db`,
    "    master: primary\n    zonefile-sync: -1",
    `zone:\n  - domain: ${catalog}\n    master: primary\n    catalog-role: interpret\n    catalog-template: member`,
    "    refresh-min-interval: 2",
  ]);
}

async function startBind(folder: string, catalog: string, primary: number): Promise<Running> {
  const port = await freePort();
  await mkdir(folder, { recursive: true });
  const primaries = `{ 127.0.0.1 port ${primary}; }`;
  return await start("named", ["-g", "-n", "1", "-c"], folder, port, [
    `options {\n  directory "${folder}"; pid-file "${folder}/pid"; session-keyfile "${folder}/session.key";`,
    `  listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; notify no; empty-zones-enable no;`,
    `  min-refresh-time 1; min-retry-time 1;`,
    `  catalog-zones { zone "${catalog}" default-primaries ${primaries} in-memory yes min-update-interval 1; };\n};`,
    `controls { };\nzone "${catalog}" { type secondary; file "catalog"; primaries ${primaries}; };`,
  ]);
}

/** Starts a nameserver with a configuration. Nobody waits until it answers. */
export async function start(
  program: string,
  args: readonly string[],
  folder: string,
  port: number,
  config: readonly string[],
): Promise<Running> {
  const file = join(folder, "server.conf");
  await writeFile(file, `${config.join("\n")}\n`);
  const child = spawn(program, [...args, file], { cwd: folder, stdio: "ignore" });
  return {
    port,
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}
