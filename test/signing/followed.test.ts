import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { windowOf, windowStart } from "../../dns/signing/window.ts";
import type { Zone } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { freePort } from "../../scripts/free-port.ts";
import { transferZone } from "../../src/world/transfer.ts";
import { builtServer } from "../built-bundles.ts";
import { startOurServer } from "../our-server.ts";
import { REFERENCES } from "../reference-nameservers.ts";
import { requireTool } from "../tools.ts";
import { untilSerial, untilToldSerial } from "../transfer/follow.ts";
import { startSecondary } from "../transfer/start-secondary.ts";
import { nameOf, zoneOf } from "../zone-text.ts";
import { writeReleases } from "./written-journal.ts";
import { makeTestKey, zoneToSign } from "./written-zone.ts";

const ZONE = "example.com.";
const LIMIT = 150_000; // milliseconds, for a machine that is busy
/** A window is over in half a minute. */
const RATE = 20_000;
const WINDOW = windowOf(Date.now() / 1000) + 1;
const KEY = makeTestKey();

/** Signatures are the smaller part of it. */
const ballast = Array.from({ length: 60 }, (_, line) => `ballast TXT "${"x".repeat(200)}${line}"\n`).join("");

let folder: string;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-followed-"));
  mkdirSync(join(folder, "keys"));
  mkdirSync(join(folder, "zones"));
  writeFileSync(join(folder, "keys", "key.pem"), KEY.pem);
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

function release(serial: number, www: string): Zone {
  const text = `$TTL 300\n@ SOA ns host ${serial} 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n${ballast}${www}\n`;
  const how = { keys: [KEY.policy], base: WINDOW, windows: 200, denial: "nsec3" } as const;
  return zoneToSign(zoneOf(ZONE, text), how);
}

/** What is released at last, with the journal that leads there from what was before. */
function write(...releases: readonly Zone[]): void {
  writeReleases(join(folder, "zones"), releases);
}

async function zoneAt(port: number): Promise<string[]> {
  const records = await transferZone(nameOf(ZONE), { name: "secondary", address: "127.0.0.1", port });
  return records.map(printRecord).sort();
}

const PATIENCE = { timeout: 30_000 };

/**
 * Each secondary comes to give what we give. It may show the new serial before that: NSD's process of before takes
 * connections until the one with the new zone has taken over.
 */
async function untilSame(ports: readonly number[], ours: readonly string[]): Promise<void> {
  for (const port of ports) await expect.poll(() => zoneAt(port), PATIENCE).toEqual(ours);
}

/** So many secondaries were given the changes alone. A transfer of several messages counts when the last has gone. */
async function untilCounted(http: string, changes: number): Promise<void> {
  const counted = async () => {
    const metrics = await (await fetch(`http://${http}/metrics`)).text();
    return /^zonepipe_transfers_total\{kind="ixfr",outcome="changes"\} (\d+)$/m.exec(metrics)?.[1];
  };
  await expect.poll(counted, PATIENCE).toBe(String(changes));
}

const KINDS = (["nsd", "knot", "bind"] as const).filter((kind) =>
  requireTool(REFERENCES[kind].program, REFERENCES[kind].debianPackage),
);

test.skipIf(KINDS.length === 0)(
  "secondaries follow a reload and the turn of a window by IXFR",
  { timeout: LIMIT },
  async () => {
    write(release(1, "www A 192.0.2.2"));
    const http = `127.0.0.1:${await freePort()}`;
    const words = [
      ...["--dnssec-keys", join(folder, "keys"), "--now", `${windowStart(WINDOW)},${RATE}`],
      ...["--http", http, "--allow-transfer", "127.0.0.1"],
    ];
    const server = await startOurServer(join(folder, "zones"), words, await builtServer());
    closers.push(server.stop);
    const secondaries = await Promise.all(
      KINDS.map(async (kind) => {
        const secondary = await startSecondary(kind, ZONE, server.port);
        closers.push(secondary.stop);
        return secondary;
      }),
    );
    const untilAllHave = (serial: number) =>
      Promise.all(secondaries.map(({ port }) => untilSerial(port, ZONE, serial)));
    await untilAllHave(1);
    write(release(100, "www A 192.0.2.3"));
    process.kill(server.pid, "SIGHUP");
    await untilAllHave(100);
    await untilAllHave(101); // a window later
    const ours = await zoneAt(server.port);
    await untilSame(
      secondaries.map((secondary) => secondary.port),
      ours,
    );
    await untilCounted(http, 2 * secondaries.length);
  },
);

test.skipIf(KINDS.length === 0)(
  "secondaries follow another process with another release by IXFR, in the same week and in the next",
  { timeout: LIMIT },
  async () => {
    const port = await freePort();
    const notified: string[] = [];
    const startWith = async (window: number, ...releases: readonly Zone[]) => {
      write(...releases);
      const http = `127.0.0.1:${await freePort()}`;
      const words = [
        ...["--dnssec-keys", join(folder, "keys"), "--now", `${windowStart(window)}`],
        ...["--http", http, "--allow-transfer", "127.0.0.1", "--listen", `127.0.0.1:${port}`],
        ...notified.flatMap((target) => ["--notify", target]),
      ];
      const server = await startOurServer(join(folder, "zones"), words, await builtServer());
      closers.push(server.stop);
      return { stop: server.stop, http };
    };
    const releases = [
      release(1, "www A 192.0.2.2"),
      release(5_000, "www A 192.0.2.3"),
      release(2_000_000_000, "www A 192.0.2.4"),
    ];
    const first = await startWith(WINDOW, ...releases.slice(0, 1));
    const secondaries = await Promise.all(
      KINDS.map(async (kind) => {
        const secondary = await startSecondary(kind, ZONE, port);
        closers.push(secondary.stop);
        notified.push(`127.0.0.1:${secondary.port}`);
        return secondary;
      }),
    );
    await Promise.all(secondaries.map((secondary) => untilSerial(secondary.port, ZONE, 1)));
    await first.stop();
    for (const [window, index, serial] of [
      [WINDOW, 1, 5_000],
      [WINDOW + 1, 2, 2_000_000_001],
    ] as const) {
      const server = await startWith(window, ...releases.slice(0, index + 1));
      await Promise.all(secondaries.map((secondary) => untilToldSerial(secondary.port, ZONE, serial)));
      const ours = await zoneAt(port);
      expect(ours.some((line) => line.includes(` A 192.0.2.${index + 2}`))).toBe(true);
      await untilSame(
        secondaries.map((secondary) => secondary.port),
        ours,
      );
      await untilCounted(server.http, secondaries.length);
      await server.stop();
    }
  },
);
