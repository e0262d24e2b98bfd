import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { KEY } from "./fixed-key.ts";

/** A nameserver that can be run on a loopback port. */
export interface Program {
  readonly name: string;
  /** Writes what it needs into `folder`; gives its command line. It stays in the foreground. */
  readonly prepare: (site: Site) => readonly string[];
}

/** Where a server runs and what it serves. */
export interface Site {
  /** Empty, and only its own. */
  readonly folder: string;
  /** UDP and TCP, on 127.0.0.1. */
  readonly port: number;
  readonly zones: readonly ZoneFile[];
}

/** A zone on disk. */
export interface ZoneFile {
  /** The origin in presentation form, with no other escapes than `\DDD`. */
  readonly origin: string;
  readonly path: string;
  /** The same zone for a server that signs, where it is to be signed. */
  readonly toSign?: string;
}

/** NSD, which adds what it can to an answer and limits no client. */
export const NSD: Program = {
  name: "NSD",
  prepare({ folder, port, zones }) {
    const config = write(
      folder,
      `server:
  ip-address: 127.0.0.1
  port: ${port}
  server-count: 1
  username: ""
  chroot: ""
  database: ""
  zonesdir: "${folder}"
  pidfile: "${folder}/pid"
  logfile: "${folder}/log"
  xfrdfile: ""
  zonelistfile: "${folder}/zonelist"
  xfrdir: "${folder}"
  minimal-responses: no
  round-robin: no
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
  tcp-timeout: 60
remote-control:
  control-enable: no
${zones.map(({ origin, path }) => `zone:\n  name: "${origin}"\n  zonefile: "${path}"\n`).join("")}`,
    );
    return ["nsd", "-d", "-c", config];
  },
};

/** Knot DNS. */
export const KNOT: Program = {
  name: "Knot",
  prepare({ folder, port, zones }) {
    const config = write(
      folder,
      `server:
  listen: 127.0.0.1@${port}
  rundir: ${folder}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 2
database:
  storage: ${folder}/db
log:
  - target: ${folder}/log
    any: warning
template:
  - id: default
    zonefile-sync: -1
    journal-content: none
    zonefile-load: whole
    semantic-checks: off
zone:
${zones.map(({ origin, path }) => `  - domain: "${origin}"\n    file: "${path}"\n`).join("")}`,
    );
    return ["knotd", "-c", config];
  },
};

/**
 * BIND 9, as an authoritative server only, with its opinions about zones turned off. It limits how often its own zones
 * of class CH answer, so another view stands before them.
 */
export const BIND: Program = {
  name: "BIND",
  prepare({ folder, port, zones }) {
    const config = write(
      folder,
      `options {
  directory "${folder}"; pid-file "${folder}/pid"; session-keyfile "${folder}/session.key";
  listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; };
  recursion no; dnssec-validation no; notify no; minimal-responses no; empty-zones-enable no; zone-statistics none; zero-no-soa-ttl no;
  check-integrity no; check-names primary ignore; check-sibling no; check-srv-cname ignore;
  check-mx-cname ignore; check-mx ignore; check-wildcard no; check-spf ignore; check-dup-records ignore;
  max-records-per-type 0; max-types-per-name 0;
};
controls { };
logging { channel file { file "${folder}/log"; severity warning; }; category default { file; }; };
view in IN {
${zones.map(({ origin, path }) => `zone "${origin}" { type primary; file "${path}"; };\n`).join("")}};
view chaos CH { };
`,
    );
    return ["named", "-f", "-n", "1", "-c", config];
  },
};

/** Ours, from its source. */
export const ZONEPIPE: Program = zonepipeAt(fileURLToPath(new URL("../../server/main.ts", import.meta.url)));

/** Ours, started by this file. */
export function zonepipeAt(main: string): Program {
  return {
    name: "zonepipe",
    prepare({ folder, port, zones }) {
      const manifest = join(folder, "manifest.json");
      writeFileSync(
        manifest,
        JSON.stringify(Object.fromEntries(zones.map(({ origin, path, toSign }) => [origin, toSign ?? path]))),
      );
      const keys = join(folder, "keys");
      mkdirSync(keys, { recursive: true });
      writeFileSync(join(keys, "key.pem"), KEY.privateKey.export({ type: "pkcs8", format: "pem" }));
      const words = ["--zones", manifest, "--dnssec-keys", keys];
      return [process.execPath, main, "--listen", `127.0.0.1:${port}`, ...words];
    },
  };
}

function write(folder: string, text: string): string {
  const path = join(folder, "server.conf");
  writeFileSync(path, text);
  return path;
}
