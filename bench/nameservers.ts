import { mkdirSync, writeFileSync } from "node:fs";
import { isIPv6 } from "node:net";
import { join } from "node:path";

/** Where a nameserver runs and what it serves. */
export interface Site {
  /** Empty, and only its own. */
  readonly folder: string;
  /** Of this machine; 0.0.0.0 and :: are all that it has. */
  readonly address: string;
  readonly port: number;
  readonly zones: Zones;
}

/** The file of each zone by its origin. */
export type Zones = { readonly [origin: string]: string };

/** A nameserver with one worker, short answers and no limit on its clients; gives its command line. */
export interface Nameserver {
  readonly name: string;
  readonly prepare: (site: Site) => readonly string[];
}

const SERVER = join(import.meta.dirname, "../server/main.ts");

/** Ours in both its ways, and those of others. */
export const NAMESERVERS: readonly Nameserver[] = [
  ours("zonepipe, node:ffi", "batch"),
  {
    name: "NSD",
    prepare: ({ folder, address, port, zones }) => {
      const text = `server:
  ip-address: ${address}
  port: ${port}
  server-count: 1
  username: ""
  chroot: ""
  database: ""
  zonesdir: "${folder}"
  pidfile: "${folder}/pid"
  xfrdfile: ""
  zonelistfile: "${folder}/zonelist"
  xfrdir: "${folder}"
  minimal-responses: yes
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
remote-control:
  control-enable: no
${print(zones, (origin, file) => `zone:\n  name: "${origin}"\n  zonefile: "${file}"\n`)}`;
      return ["nsd", "-d", "-c", write(folder, text)];
    },
  },
  {
    name: "Knot",
    prepare: ({ folder, address, port, zones }) => {
      mkdirSync(join(folder, "db"));
      const text = `server:
  listen: ${address}@${port}
  rundir: ${folder}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: ${folder}/db
template:
  - id: default
    zonefile-sync: -1
    journal-content: none
    zonefile-load: whole
zone:
${print(zones, (origin, file) => `  - domain: "${origin}"\n    file: "${file}"\n`)}`;
      return ["knotd", "-c", write(folder, text)];
    },
  },
  {
    name: "BIND",
    prepare: ({ folder, address, port, zones }) => {
      const [four, six] = isIPv6(address) ? ["none", address] : [address, "none"];
      const text = `options {
  directory "${folder}"; pid-file "${folder}/pid"; session-keyfile "${folder}/session.key";
  listen-on port ${port} { ${four === "0.0.0.0" ? "any" : four}; }; listen-on-v6 port ${port} { ${six === "::" ? "any" : six}; };
  recursion no; notify no; minimal-responses yes; empty-zones-enable no;
};
controls { };
${print(zones, (origin, file) => `zone "${origin}" { type primary; file "${file}"; };\n`)}`;
      return ["named", "-f", "-n", "1", "-c", write(folder, text)];
    },
  },
  ours("zonepipe, node:dgram", "portable"),
];

/** Ours, from source, with more words on its command line. */
export function ours(name: string, udp: string, more: readonly string[] = []): Nameserver {
  return oursBy(name, [process.execPath, SERVER], ["--udp", udp, ...more]);
}

/** Ours, by the command line that starts it. */
export function oursBy(name: string, program: readonly string[], more: readonly string[]): Nameserver {
  return {
    name,
    prepare: ({ folder, address, port, zones }) => {
      const list = join(folder, "zones.json");
      writeFileSync(list, JSON.stringify(zones));
      const place = isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
      return [...program, "--listen", place, "--zones", list, "--udp-threads", "1", ...more];
    },
  };
}

function print(zones: Zones, line: (origin: string, file: string) => string): string {
  return Object.entries(zones)
    .map(([origin, file]) => line(origin, file))
    .join("");
}

function write(folder: string, text: string): string {
  const path = join(folder, "server.conf");
  writeFileSync(path, text);
  return path;
}
