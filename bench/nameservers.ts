import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a nameserver runs and what it serves. */
export interface Site {
  /** Empty, and only its own. */
  readonly folder: string;
  /** On 127.0.0.1. */
  readonly port: number;
  readonly origin: string;
  readonly zoneFile: string;
}

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
    prepare: ({ folder, port, origin, zoneFile }) => {
      const text = `server:
  ip-address: 127.0.0.1
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
zone:
  name: "${origin}"
  zonefile: "${zoneFile}"
`;
      return ["nsd", "-d", "-c", write(folder, text)];
    },
  },
  {
    name: "Knot",
    prepare: ({ folder, port, origin, zoneFile }) => {
      mkdirSync(join(folder, "db"));
      const text = `server:
  listen: 127.0.0.1@${port}
  rundir: ${folder}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: ${folder}/db
zone:
  - domain: "${origin}"
    file: "${zoneFile}"
    zonefile-sync: -1
    journal-content: none
    zonefile-load: whole
`;
      return ["knotd", "-c", write(folder, text)];
    },
  },
  {
    name: "BIND",
    prepare: ({ folder, port, origin, zoneFile }) => {
      const text = `options {
  directory "${folder}"; pid-file "${folder}/pid"; session-keyfile "${folder}/session.key";
  listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; };
  recursion no; notify no; minimal-responses yes; empty-zones-enable no;
};
controls { };
zone "${origin}" { type primary; file "${zoneFile}"; };
`;
      return ["named", "-f", "-n", "1", "-c", write(folder, text)];
    },
  },
  ours("zonepipe, node:dgram", "portable"),
];

/** Ours, moving UDP in this way, with more words for its command line. */
export function ours(name: string, udp: string, options: readonly string[] = []): Nameserver {
  return {
    name,
    prepare: ({ folder, port, origin, zoneFile }) => {
      const zones = join(folder, "zones.json");
      writeFileSync(zones, JSON.stringify({ [origin]: zoneFile }));
      const words = ["--listen", `127.0.0.1:${port}`, "--zones", zones, "--udp", udp, "--udp-threads", "1"];
      return [process.execPath, SERVER, ...words, ...options];
    },
  };
}

function write(folder: string, text: string): string {
  const path = join(folder, "server.conf");
  writeFileSync(path, text);
  return path;
}
