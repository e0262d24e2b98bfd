import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { zoneOf } from "../zone-text.ts";
import { startSigningServer } from "./signing-server.ts";
import type { SigningServer } from "./spoken-process.ts";
import { writeReleases } from "./written-journal.ts";
import { makeTestKey, zoneToSign } from "./written-zone.ts";

const ZONE = "example.com.";
const LIMIT = 60_000; // milliseconds, for a machine that is busy
const KEY = makeTestKey();
/** Looking back takes a while. */
const hosts = Array.from({ length: 1_000 }, (_, n) => `host-${n} A 192.0.2.${n % 250}\n`).join("");

let folder: string;
let server: SigningServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-look-back-"));
  for (const name of ["keys", "zones"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "keys", "key.pem"), KEY.pem);
  write(1, 102);
  const words = ["--zones", join(folder, "zones"), "--dnssec-keys", join(folder, "keys")];
  server = await startSigningServer(words);
  await server.says("ready: ");
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

function write(...serials: readonly number[]): void {
  const versions = serials.map((serial) => {
    const text = `$TTL 300\n@ SOA ns host ${serial} 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n${hosts}`;
    return zoneToSign(zoneOf(ZONE, `${text}www A 192.0.2.${serial % 250}\n`), { keys: [KEY.policy] });
  });
  writeReleases(join(folder, "zones"), versions);
}

test("a server that has just begun looks what leads to its zones, again after a reload that came in between", {
  timeout: LIMIT,
}, async () => {
  server.process.kill("SIGHUP");
  const said = [await server.says(""), await server.says("")];
  while (!said.some((line) => line.startsWith("reloaded: nothing has changed")))
    said.push(await server.says(""));
  while (!said.some((line) => line.startsWith("journal: "))) said.push(await server.says(""));
  expect(said).toContain("journal: changes since 1 former serial of 1 signed zone");
});

test("another release that comes in between counts, and the server ends while it looks", {
  timeout: LIMIT,
}, async () => {
  write(1, 102, 203);
  server.process.kill("SIGHUP");
  await server.says("reloaded: 1 zone,");
  expect(await server.stop()).toBe(0);
});
