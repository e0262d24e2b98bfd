import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { printRecord } from "../../dns/zone-file/print.ts";
import { freePort } from "../../scripts/free-port.ts";
import { transferZone } from "../../src/world/transfer.ts";
import { builtServer } from "../built-bundles.ts";
import { startOurServer } from "../our-server.ts";
import { REFERENCES } from "../reference-nameservers.ts";
import { requireTool } from "../tools.ts";
import { nameOf } from "../zone-text.ts";
import { untilToldSerial } from "./follow.ts";
import { type SecondaryKind, startSecondary } from "./start-secondary.ts";

// A release that is taken back: the old image with the old files, told a serial above the one that is undone. Secondaries of
// others hear of it by our NOTIFY alone, for they have hours until their refresh.

const ZONE = "example.com.";
const LIMIT = 60_000; // milliseconds, for a machine that is busy
const soa = (serial: number) =>
  `${ZONE} 300 IN SOA ns.example.com. host.example.com. ${serial} 7200 3600 1209600 60`;
const STAYS = [`${ZONE} 300 IN NS ns.example.com.`, "ns.example.com. 300 IN A 192.0.2.1"];
const OLD = [...STAYS, "www.example.com. 300 IN A 192.0.2.7", 'old.example.com. 300 IN TXT "old"'];
const NEW = [...STAYS, "www.example.com. 300 IN A 192.0.2.77", 'new.example.com. 300 IN TXT "new"'];

let folder: string;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-way-back-"));
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

/** What an image has: the zone, and what has changed since the one before, from serial to serial. */
function image(name: string, serial: number, records: readonly string[], since?: readonly string[]): string {
  const zones = join(folder, name);
  mkdirSync(zones);
  const lines = (all: readonly string[]) => `${all.join("\n")}\n`;
  writeFileSync(join(zones, "example.com.zone"), lines([soa(serial), ...records]));
  if (since === undefined) return zones;
  const journal = join(zones, "example.com.journal");
  mkdirSync(journal);
  const step = join(journal, `${serial - 1}-${serial}`);
  const only = (these: readonly string[], those: readonly string[]) =>
    these.filter((record) => !those.includes(record));
  writeFileSync(`${step}.removed`, lines([soa(serial - 1), ...only(since, records)]));
  writeFileSync(`${step}.added`, lines([soa(serial), ...only(records, since)]));
  return zones;
}

async function recordsAt(port: number): Promise<string[]> {
  const records = await transferZone(nameOf(ZONE), { name: "secondary", address: "127.0.0.1", port });
  return records.map(printRecord).sort();
}

const KINDS = (["nsd", "knot", "bind"] as const).filter((kind) =>
  requireTool(REFERENCES[kind].program, REFERENCES[kind].debianPackage),
);

describe.each<SecondaryKind>(KINDS)("%s as a secondary", (kind) => {
  test("has the old content again after a roll-back, under the serial of the way back", {
    timeout: LIMIT,
  }, async () => {
    const [before, released] = [image("before", 7, OLD, NEW), image("released", 8, NEW, OLD)];
    const [port, http] = [await freePort(), `127.0.0.1:${await freePort()}`];
    const main = await builtServer();
    const start = async (zones: string, notified?: number, environment: NodeJS.ProcessEnv = {}) => {
      const listen = ["--listen", `127.0.0.1:${port}`, "--http", http, "--allow-transfer", "127.0.0.1"];
      const notify = notified === undefined ? [] : ["--notify", `127.0.0.1:${notified}`];
      const server = await startOurServer(zones, [...listen, ...notify], main, environment);
      closers.push(server.stop);
      return server;
    };

    const first = await start(before);
    const secondary = await startSecondary(kind, ZONE, port);
    closers.push(secondary.stop);
    await untilToldSerial(secondary.port, ZONE, 7);
    await first.stop();

    const second = await start(released, secondary.port);
    await untilToldSerial(secondary.port, ZONE, 8);
    expect(await recordsAt(secondary.port)).toEqual([soa(8), ...NEW].sort());
    await second.stop();

    await start(before, secondary.port, { ZONEPIPE_SERIALS: `${ZONE}=9` });
    await untilToldSerial(secondary.port, ZONE, 9);
    expect(await recordsAt(secondary.port)).toEqual([soa(9), ...OLD].sort());
    // The journal of before ends at the serial of its file, so nothing leads from the release to the way back.
    const metrics = await (await fetch(`http://${http}/metrics`)).text();
    expect(metrics).toContain('zonepipe_transfers_total{kind="ixfr",outcome="changes"} 0\n');
  });
});
