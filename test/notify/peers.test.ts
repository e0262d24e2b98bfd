import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, test } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { builtServer } from "../built-bundles.ts";
import { requireTool } from "../tools.ts";
import { KEY_BASE64 } from "../tsig.ts";

// Secondaries of others that hear our NOTIFY, at our start and after a reload, and write so into their logs.

const PATIENCE = 60_000;

let folder: string;
const ends: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-notify-"));
  mkdirSync(join(folder, "zones"));
  mkdirSync(join(folder, "db"));
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  rmSync(folder, { recursive: true });
});

interface Secondary {
  readonly command: (config: string) => readonly string[];
  readonly config: (port: number, primary: number) => string;
  readonly ready: RegExp;
  /** What its log says of a NOTIFY for this serial that it takes, and of one that it does not. */
  readonly took: (serial: number) => RegExp;
  /** It wants a signature of its primary, too; BIND takes any NOTIFY from its address. */
  readonly isStrict: boolean;
}

const BIND: Secondary = {
  command: (config) => ["named", "-g", "-n", "1", "-c", config],
  isStrict: false,
  ready: / running$/,
  took: () => /received notify for zone 'example\.com': TSIG 'transfer\.example'/, // the serial only when it is idle
  config: (port, primary) => `key "transfer.example" { algorithm hmac-sha256; secret "${KEY_BASE64}"; };
options {
  directory "${folder}"; pid-file "${folder}/pid"; session-keyfile "${folder}/session.key";
  listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; notify no; empty-zones-enable no;
};
controls { };
logging { category notify { default_stderr; }; };
zone "example.com" {
  type secondary; file "${folder}/db/example.com"; primaries port ${primary} { 127.0.0.1 key "transfer.example"; };
  allow-notify { key "transfer.example"; };
};
`,
};

const KNOT: Secondary = {
  command: (config) => ["knotd", "-c", config],
  isStrict: true,
  ready: /server started/,
  took: (serial) =>
    new RegExp(`\\[example\\.com\\.\\] notify, incoming, remote 127\\.0\\.0\\.1@\\d+.*serial ${serial}`),
  config: (port, primary) => `server:
  listen: 127.0.0.1@${port}
  rundir: ${folder}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: ${folder}/db
log:
  - target: stderr
    any: debug
key:
  - id: transfer.example
    algorithm: hmac-sha256
    secret: ${KEY_BASE64}
remote:
  - id: us
    address: 127.0.0.1@${primary}
    key: transfer.example
acl:
  - id: us
    action: notify
    key: transfer.example
zone:
  - domain: example.com
    master: us
    acl: us
`,
};

const NSD: Secondary = {
  command: (config) => ["nsd", "-d", "-V", "3", "-c", config],
  isStrict: true,
  ready: /nsd started/,
  took: (serial) => new RegExp(`notify for example\\.com\\. from 127\\.0\\.0\\.1 serial ${serial}`),
  config: (port, primary) => `server:
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
  verbosity: 3
remote-control:
  control-enable: no
key:
  name: "transfer.example"
  algorithm: hmac-sha256
  secret: "${KEY_BASE64}"
zone:
  name: "example.com"
  zonefile: "${folder}/db/example.com"
  allow-notify: 127.0.0.1 transfer.example
  request-xfr: 127.0.0.1@${primary} transfer.example
`,
};

describe.for<[string, string, Secondary]>([
  ["BIND", "bind9", BIND],
  ["Knot", "knot", KNOT],
  ["NSD", "nsd", NSD],
])("%s", ([, debianPackage, secondary]) => {
  const [program] = secondary.command("");
  describe.skipIf(!requireTool(program!, debianPackage))("as a secondary", () => {
    test(
      "hears our NOTIFY, signed, at our start and after a reload, and says so",
      async () => {
        const [port, primary] = [await freePort(), await freePort()];
        writeFileSync(join(folder, "secondary.conf"), secondary.config(port, primary));
        const theirs = run(secondary.command(join(folder, "secondary.conf")));
        await theirs.says(secondary.ready);
        writeZone(7);
        const ours = await startOurs(primary, `127.0.0.1:${port},transfer.example`);
        await theirs.says(secondary.took(7));
        await ours.says(new RegExp(`^notify 127\\.0\\.0\\.1:${port}: 1 zone acknowledged`));
        writeZone(8);
        ours.hangUp();
        await theirs.says(secondary.took(8));
        await ours.says(new RegExp(`^notify 127\\.0\\.0\\.1:${port}: 1 zone acknowledged`));
      },
      PATIENCE,
    );

    test.runIf(secondary.isStrict)(
      "refuses it without a signature, and our log says so",
      async () => {
        const [port, primary] = [await freePort(), await freePort()];
        writeFileSync(join(folder, "secondary.conf"), secondary.config(port, primary));
        const theirs = run(secondary.command(join(folder, "secondary.conf")));
        await theirs.says(secondary.ready);
        writeZone(7);
        const ours = await startOurs(primary, `127.0.0.1:${port}`);
        await ours.says(/^! notify .*: 1 of 1 zone not acknowledged: example\.com\. \((REFUSED|NOTAUTH)\)/);
      },
      PATIENCE,
    );
  });
});

function writeZone(serial: number): void {
  const file = join(folder, "example.com.zone");
  writeFileSync(file, `@ 300 SOA ns host ${serial} 7200 3600 1209600 60\n@ 300 NS ns\nns 300 A 192.0.2.1\n`);
  renameSync(file, join(folder, "zones", "example.com.zone"));
}

async function startOurs(port: number, target: string) {
  const words = [await builtServer(), "--listen", `127.0.0.1:${port}`, "--zones", join(folder, "zones")];
  const environment = { ZONEPIPE_TSIG_KEYS: `transfer.example:hmac-sha256:${KEY_BASE64}` };
  const program = run([process.execPath, ...words, "--notify", target], environment);
  await program.says(/^ready/);
  return program;
}

/** Runs a program; each call of `says` waits for a line behind those that were waited for. Standard error is marked. */
function run(
  [program = "", ...words]: readonly string[],
  environment: { readonly [name: string]: string } = {},
) {
  const child = spawn(program, words, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  ends.push(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
  });
  const lines: string[] = [];
  let wake: () => void = () => undefined;
  const add = (line: string) => {
    lines.push(line);
    wake();
  };
  createInterface({ input: child.stdout }).on("line", add);
  createInterface({ input: child.stderr }).on("line", (line) =>
    add(program === process.execPath ? `! ${line}` : line),
  );
  child.once("exit", () => add("it ended"));
  let read = 0;
  const says = async (wanted: RegExp) => {
    const signal = AbortSignal.timeout(PATIENCE / 3);
    for (;;) {
      const found = lines.findIndex((line, index) => index >= read && wanted.test(line));
      if (found >= 0) {
        read = found + 1;
        return;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      signal.onabort = () => resolve();
      await promise;
      if (signal.aborted) throw new Error(`${program} does not say ${wanted}:\n${lines.join("\n")}`);
    }
  };
  return { says, hangUp: () => void child.kill("SIGHUP") };
}
