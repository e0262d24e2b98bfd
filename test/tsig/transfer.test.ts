import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { TSIG_ALGORITHMS, type TsigAlgorithm } from "../../dns/tsig/algorithms.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import { freePort } from "../../scripts/free-port.ts";
import { renderZone } from "../../src/render/render-zone.ts";
import { transferZone } from "../../src/world/transfer.ts";
import { type ProcessGroup, startGroup } from "../process-group.ts";
import { requireTool } from "../tools.ts";
import { nameOf, zoneOf } from "../zone-text.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// So many that the transfer takes many messages.
const RECORDS = Array.from({ length: 6_000 }, (_, n) => `h${n} A 10.0.${n >> 8}.${n & 255}\n`);
const ZONE = renderZone(
  zoneOf("example.com.", `@ SOA ns h 0 1 1 1 1\n@ NS ns.example.net.\n${RECORDS.join("")}`),
  7,
);
const ALGORITHMS = Object.keys(TSIG_ALGORITHMS) as TsigAlgorithm[]; // it has no others
const SECRET = Buffer.alloc(64, 7);
const keyOf = (algorithm: TsigAlgorithm, more: Partial<TsigKey> = {}): TsigKey => ({
  name: nameOf(`key-${algorithm}.`),
  algorithm,
  secret: SECRET,
  ...more,
});

const BASE64 = SECRET.toString("base64");

/** Primaries that transfer to whoever has one of the keys. */
const PRIMARIES = {
  bind: {
    program: "named",
    from: "bind9",
    words: ["-g", "-n", "1", "-c"],
    config: (folder: string, port: number) => [
      ...ALGORITHMS.map((each) => `key "key-${each}" { algorithm ${each}; secret "${BASE64}"; };`),
      `options { directory "${folder}"; pid-file "${folder}/pid"; session-keyfile "${folder}/session.key"; recursion no;`,
      `  listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; }; notify no; empty-zones-enable no;`,
      `  allow-transfer { ${ALGORITHMS.map((each) => `key "key-${each}"; `).join("")}}; };`,
      `controls { };\nzone "example.com" { type primary; file "${folder}/zone"; };`,
    ],
  },
  nsd: {
    program: "nsd",
    from: "nsd",
    words: ["-d", "-c"],
    config: (folder: string, port: number) => [
      `server:\n  ip-address: 127.0.0.1\n  port: ${port}\n  server-count: 1\n  username: ""\n  chroot: ""\n  database: ""\n  zonesdir: "${folder}"`,
      `  pidfile: "${folder}/pid"\n  logfile: ""\n  xfrdfile: ""\n  zonelistfile: "${folder}/list"\n  xfrdir: "${folder}"`,
      `remote-control:\n  control-enable: no`,
      ...ALGORITHMS.map((each) => `key:\n  name: "key-${each}"\n  algorithm: ${each}\n  secret: "${BASE64}"`),
      `zone:\n  name: "example.com"\n  zonefile: "${folder}/zone"`,
      ...ALGORITHMS.map((each) => `  provide-xfr: 0.0.0.0/0 key-${each}`),
    ],
  },
  knot: {
    program: "knotd",
    from: "knot",
    words: ["-c"],
    config: (folder: string, port: number) => [
      `server:\n  listen: 127.0.0.1@${port}\n  rundir: ${folder}\n  udp-workers: 1\n  tcp-workers: 1\n  background-workers: 1`,
      `database:\n  storage: ${folder}/db`,
      "key:",
      ...ALGORITHMS.map((each) => `  - id: key-${each}\n    algorithm: ${each}\n    secret: ${BASE64}`),
      `acl:\n  - id: give\n    key: [${ALGORITHMS.map((each) => `key-${each}`).join(", ")}]\n    action: transfer`,
      `zone:\n  - domain: example.com\n    file: ${folder}/zone\n    zonefile-sync: -1\n    acl: give`,
    ],
  },
} as const;

describe.each(Object.entries(PRIMARIES))(
  "a signed transfer from %s",
  (_, { program, from, words, config }) => {
    const isThere = requireTool(program, from);
    let folder: string;
    let running: ProcessGroup | undefined;
    let port: number;

    beforeAll(async () => {
      if (!isThere) return;
      folder = await mkdtemp(join(tmpdir(), "zonepipe-tsig-"));
      await mkdir(join(folder, "db"));
      await writeFile(join(folder, "zone"), ZONE.text, "latin1");
      port = await freePort();
      const file = join(folder, "server.conf");
      await writeFile(file, `${config(folder, port).join("\n")}\n`);
      running = startGroup(program, [...words, file], folder);
      await vi.waitFor(() => transfer(keyOf("hmac-sha256")), { timeout: 30_000, interval: 200 });
    });
    afterAll(async () => {
      await running?.stop();
      if (isThere) await rm(folder, { recursive: true, force: true });
    });

    const transfer = (key?: TsigKey, at = port) =>
      transferZone(
        ZONE.origin,
        { name: program, address: "127.0.0.1", port: at },
        { quiet: 10_000, total: 30_000 },
        key,
      );

    test.skipIf(!isThere).each(ALGORITHMS)("with %s", async (algorithm) => {
      expect(await transfer(keyOf(algorithm))).toHaveLength(ZONE.records.length);
    });

    test.skipIf(!isThere).each<[string, number]>([
      ["the first message", 100],
      ["a later one", 40_000],
    ])("is refused where an octet of %s was changed on the way", async (__, place) => {
      let passed = 0;
      const between = createServer((client) => {
        const server = createConnection({ host: "127.0.0.1", port });
        for (const socket of [client, server]) socket.on("error", () => {}); // either end may be gone
        client.pipe(server);
        server.on("data", (bytes: Buffer) => {
          const at = place - passed;
          passed += bytes.length;
          if (at >= 0 && at < bytes.length) bytes[at]! ^= 1;
          client.write(bytes);
        });
      }).listen(0, "127.0.0.1");
      await once(between, "listening");
      onTestFinished(() => void between.close());
      const { port: at } = between.address() as AddressInfo; // it listens on an address
      await expect(transfer(keyOf("hmac-sha256"), at)).rejects.toThrow(/signature|cannot be read/);
    });

    test.skipIf(!isThere)("is not given with another secret, an unknown key, or none", async () => {
      const wrong = transfer(keyOf("hmac-sha256", { secret: Buffer.alloc(32) }));
      await expect(wrong).rejects.toThrow("it does not take the key key-hmac-sha256: BADSIG");
      const unknown = transfer(keyOf("hmac-sha256", { name: nameOf("nobody.") }));
      await expect(unknown).rejects.toThrow("it does not take the key nobody: BADKEY");
      await expect(transfer()).rejects.toThrow("allow this machine to transfer");
    });
  },
);
