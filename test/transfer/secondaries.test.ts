import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { printRecord } from "../../dns/zone-file/print.ts";
import { freePort } from "../../scripts/free-port.ts";
import { transferZone } from "../../src/world/transfer.ts";
import { builtServer } from "../built-bundles.ts";
import { type OurServer, startOurServer } from "../our-server.ts";
import { REFERENCES } from "../reference-nameservers.ts";
import { requireTool } from "../tools.ts";
import { nameOf } from "../zone-text.ts";
import { untilSerial } from "./follow.ts";
import { type SecondaryKind, startSecondary } from "./start-secondary.ts";

const ZONE = "example.com.";
const LIMIT = 60_000; // milliseconds, for a machine that is busy
const soa = (serial: number) =>
  `${ZONE} 300 IN SOA ns.example.com. host.example.com. ${serial} 7200 3600 1209600 60`;
const hosts = Array.from({ length: 2000 }, (_, n) => `host-${n}.example.com. 300 IN A 192.0.2.${n % 250}`);
const STAYS = [
  `${ZONE} 300 IN NS ns.example.com.`,
  "ns.example.com. 300 IN A 192.0.2.1",
  "*.wild.example.com. 300 IN MX 10 mail.example.net.",
  "sub.example.com. 300 IN NS ns.sub.example.com.",
  "ns.sub.example.com. 300 IN AAAA 2001:db8::1",
  ...hosts,
];
const REMOVED = [
  'old.example.com. 300 IN TXT "old"',
  "both.example.com. 300 IN A 192.0.2.7",
  "ttl.example.com. 300 IN A 192.0.2.8",
];
const ADDED = [
  'new.example.com. 300 IN TXT "new"',
  "both.example.com. 300 IN A 192.0.2.77",
  "ttl.example.com. 60 IN A 192.0.2.8",
];
const lines = (records: readonly string[]) => `${records.join("\n")}\n`;

let folder: string;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-primary-"));
  writeFileSync(join(folder, "example.com.zone"), lines([soa(1), ...STAYS, ...REMOVED]));
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

/** The zone changes from serial 1 to 2, with its journal. */
function change(): void {
  const journal = join(folder, "example.com.journal");
  mkdirSync(journal);
  writeFileSync(join(journal, "1-2.removed"), lines([soa(1), ...REMOVED]));
  writeFileSync(join(journal, "1-2.added"), lines([soa(2), ...ADDED]));
  writeFileSync(join(folder, "example.com.zone"), lines([soa(2), ...STAYS, ...ADDED]));
}

async function startPrimary(
  ...options: string[]
): Promise<{ server: OurServer; metric: (name: string) => Promise<number> }> {
  const http = `127.0.0.1:${await freePort()}`;
  const server = await startOurServer(folder, ["--http", http, ...options], await builtServer());
  closers.push(server.stop);
  const metric = async (name: string) => {
    const text = await (await fetch(`http://${http}/metrics`)).text();
    return Number(
      text
        .split("\n")
        .find((line) => line.startsWith(`zonepipe_${name} `))
        ?.split(" ")[1],
    );
  };
  return { server, metric };
}

async function zoneAt(port: number): Promise<string[]> {
  const records = await transferZone(nameOf(ZONE), { name: "secondary", address: "127.0.0.1", port });
  return records.map(printRecord).sort();
}

const KINDS = (["nsd", "knot", "bind"] as const).filter((kind) =>
  requireTool(REFERENCES[kind].program, REFERENCES[kind].debianPackage),
);

describe.each<SecondaryKind>(KINDS)("%s as a secondary", (kind) => {
  test("gets the zone by AXFR, and after a change what has changed by IXFR", { timeout: LIMIT }, async () => {
    const { server, metric } = await startPrimary("--allow-transfer", "127.0.0.1");
    const secondary = await startSecondary(kind, ZONE, server.port);
    closers.push(secondary.stop);
    await untilSerial(secondary.port, ZONE, 1);
    expect(await zoneAt(secondary.port)).toEqual([soa(1), ...STAYS, ...REMOVED].sort());
    change();
    process.kill(server.pid, "SIGHUP");
    await untilSerial(secondary.port, ZONE, 2);
    expect(await zoneAt(secondary.port)).toEqual([soa(2), ...STAYS, ...ADDED].sort());
    expect(await metric('transfers_total{kind="ixfr",outcome="changes"}')).toBe(1);
    expect(await metric("transfers_open")).toBe(0);
  });

  test("gets the whole zone where nothing tells what has changed", { timeout: LIMIT }, async () => {
    const { server, metric } = await startPrimary("--allow-transfer", "127.0.0.1");
    const secondary = await startSecondary(kind, ZONE, server.port);
    closers.push(secondary.stop);
    await untilSerial(secondary.port, ZONE, 1);
    change();
    rmSync(join(folder, "example.com.journal"), { recursive: true });
    process.kill(server.pid, "SIGHUP");
    await untilSerial(secondary.port, ZONE, 2);
    expect(await zoneAt(secondary.port)).toEqual([soa(2), ...STAYS, ...ADDED].sort());
    expect(await metric('transfers_total{kind="ixfr",outcome="changes"}')).toBe(0);
  });

  test("gets nothing where it is not named", { timeout: LIMIT }, async () => {
    const { server, metric } = await startPrimary("--allow-transfer", "192.0.2.1");
    const secondary = await startSecondary(kind, ZONE, server.port);
    closers.push(secondary.stop);
    while ((await metric('transfers_refused_total{reason="not-allowed"}')) === 0);
    await expect(zoneAt(secondary.port)).rejects.toThrow();
  });
});
