import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "../../scripts/free-port.ts";
import { startGroup } from "../process-group.ts";

/** Nameservers of others that can be a secondary of ours. */
export type SecondaryKind = "nsd" | "knot" | "bind";

/** A key that it signs its requests with. */
export interface SecondaryKey {
  readonly name: string;
  /** As all of them write it. */
  readonly algorithm: "hmac-sha256" | "hmac-sha384" | "hmac-sha512";
  readonly base64: string;
}

/** A secondary on the loopback address, which gives its zone to whoever asks there; whoever starts it stops it. */
export interface Secondary {
  readonly port: number;
  /** What it has written. */
  readonly log: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Starts one for a zone whose primary answers at 127.0.0.1 on a port. It follows NOTIFY from there, NSD a signed one, too. */
export async function startSecondary(
  kind: SecondaryKind,
  zone: string,
  primary: number,
  key?: SecondaryKey,
): Promise<Secondary> {
  const folder = await mkdtemp(join(tmpdir(), `zonepipe-${kind}-`));
  const port = await freePort();
  await mkdir(join(folder, "db"));
  const { text, program, args, started } = SET_UPS[kind]({ folder, port, zone, primary, key });
  const config = join(folder, "server.conf");
  await writeFile(config, text);
  const { child, stop: end } = startGroup(program, [...args, config], folder);
  const log: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      log.push(line);
      if (started.test(line)) resolve();
    });
  }
  child.once("error", reject);
  child.once("exit", () => reject(new Error(`${program} ended\n${log.join("\n")}`)));
  const stop = async () => {
    await end();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await promise;
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, log, stop };
}

interface Place {
  readonly folder: string;
  readonly port: number;
  readonly zone: string;
  readonly primary: number;
  readonly key: SecondaryKey | undefined;
}

interface SetUp {
  readonly text: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly started: RegExp;
}

const SET_UPS: { readonly [kind in SecondaryKind]: (place: Place) => SetUp } = {
  nsd: ({ folder, port, zone, primary, key }) => ({
    ...{ program: "nsd", args: ["-d", "-V", "2", "-c"], started: /nsd started/ },
    text: `server:
  ip-address: 127.0.0.1
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
remote-control:
  control-enable: no
${key === undefined ? "" : `key:\n  name: "${key.name}"\n  algorithm: ${key.algorithm}\n  secret: "${key.base64}"\n`}zone:
  name: "${zone}"
  zonefile: "secondary.zone"
  allow-notify: 127.0.0.1 NOKEY
${key === undefined ? "" : `  allow-notify: 127.0.0.1 ${key.name}\n`}  request-xfr: 127.0.0.1@${primary} ${key?.name ?? "NOKEY"}
  provide-xfr: 127.0.0.1 NOKEY
`,
  }),
  knot: ({ folder, port, zone, primary, key }) => ({
    ...{ program: "knotd", args: ["-c"], started: /server started/ },
    text: `server:
  listen: 127.0.0.1@${port}
  rundir: ${folder}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: ${folder}/db
log:
  - target: stderr
    any: info
${key === undefined ? "" : `key:\n  - id: ${key.name}\n    algorithm: ${key.algorithm}\n    secret: ${key.base64}\n`}remote:
  - id: primary
    address: 127.0.0.1@${primary}
${key === undefined ? "" : `    key: ${key.name}\n`}acl:
  - id: loopback
    address: 127.0.0.1
    action: [notify, transfer]
zone:
  - domain: "${zone}"
    storage: ${folder}
    file: secondary.zone
    master: primary
    acl: loopback
`,
  }),
  bind: ({ folder, port, zone, primary, key }) => ({
    ...{ program: "named", args: ["-g", "-n", "1", "-c"], started: / running$/ },
    text: `options {
  directory "${folder}"; pid-file "${folder}/pid"; session-keyfile "${folder}/session.key";
  listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; };
  recursion no; notify no; empty-zones-enable no; allow-transfer { 127.0.0.1; };
};
controls { };
${key === undefined ? "" : `key "${key.name}" { algorithm ${key.algorithm}; secret "${key.base64}"; };\n`}zone "${zone}" {
  type secondary; file "secondary.zone"; allow-notify { 127.0.0.1; };
  primaries { 127.0.0.1 port ${primary}${key === undefined ? "" : ` key "${key.name}"`}; };
};
`,
  }),
};
