import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, onTestFailed, test, vi } from "vitest";
import { printName } from "../../dns/name.ts";
import { freePort } from "../../scripts/free-port.ts";
import { renderZone } from "../../src/render/render-zone.ts";
import { printSetUp } from "../../src/secondary/set-up.ts";
import { checkFiles, NAMESERVERS } from "../check-zones.ts";
import { requireTool } from "../tools.ts";
import { PEERS, type Peer, startPeer } from "../transfer/start-peer.ts";
import { PRIMARY, startPrimary } from "../transfer/start-primary.ts";
import { KEY, KEY_BASE64 } from "../tsig.ts";
import { nameOf } from "../zone-text.ts";

// Nobody polls: what a consumer learns it learns by NOTIFY, and with the configuration that `secondary add` prints.

vi.setConfig({ testTimeout: 90_000 });

const CATALOG = "catalog.example.";
const CONFIG = `${NAMESERVERS}catalog: ${CATALOG}\nsoa: {refresh: 86400, retry: 7200}\n`;
const LINES = 40; // of a log, where a test fails

let folder: string;
let ends: (() => Promise<unknown>)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zonepipe-catalog-"));
  await mkdir(join(folder, "zones"));
  ends = [];
});
afterEach(async () => {
  await Promise.all(ends.map((end) => end()));
  await rm(folder, { recursive: true, force: true });
});

/** Serves these zones, by their names the address of www, and their catalog, all with this serial. */
async function write(serial: number, addresses: { readonly [zone: string]: string }): Promise<void> {
  const files = Object.entries(addresses).map(([name, value]) => [
    `${name}.yaml`,
    `www: {type: A, value: ${value}}\n`,
  ]);
  const { zones } = await checkFiles({ ...Object.fromEntries(files), "_config.yaml": CONFIG });
  const served = join(folder, "zones");
  await rm(served, { recursive: true });
  await mkdir(served);
  for (const zone of zones) {
    const { origin, text } = renderZone(zone, serial);
    await writeFile(join(served, `${printName(origin)}zone`), text, "latin1");
  }
}

describe.each(["knot", "bind"] as const)("%s with our catalog, from us", (kind) => {
  const { program, debianPackage, place } = PEERS[kind];
  const tools = [requireTool(program, debianPackage), requireTool("dig", "bind9-dnsutils")];

  test.skipIf(tools.includes(false))(
    "takes the zones that are in it, those that come, what changes in them, and gives up those that go",
    async () => {
      const [port, own] = [await freePort(), await freePort()];
      await write(1, { "example.com": "192.0.2.1" });
      const zones = join(folder, "zones");
      const primary = await startPrimary({ zones, port, secondary: own, keys: [KEY] });
      ends.push(primary.stop);
      const setUp = {
        ...{ primaries: [place(PRIMARY, port)], zones: [], catalog: nameOf(CATALOG) },
        ...{ key: KEY, secret: KEY_BASE64 },
      };
      const consumer = await startPeer(kind, [printSetUp(kind, setUp)], own);
      ends.push(consumer.stop);
      onTestFailed(() => console.error([...primary.complaints, ...consumer.log.slice(-LINES)].join("\n")));
      await answers(consumer, "www.example.com", "NOERROR 192.0.2.1");
      await answers(consumer, "www.example.org", "REFUSED");

      await write(2, { "example.com": "192.0.2.1", "example.org": "192.0.2.2" });
      primary.reload();
      await answers(consumer, "www.example.org", "NOERROR 192.0.2.2");

      await write(3, { "example.com": "192.0.2.1", "example.org": "192.0.2.3" });
      primary.reload();
      await answers(consumer, "www.example.org", "NOERROR 192.0.2.3");

      await write(4, { "example.org": "192.0.2.3" });
      primary.reload();
      await answers(consumer, "www.example.com", "REFUSED");
      await answers(consumer, "www.example.org", "NOERROR 192.0.2.3");
    },
  );
});

/** Asks until the answer is this one. */
async function answers({ port }: Peer, name: string, expected: string): Promise<void> {
  await vi.waitFor(async () => expect(await ask(port, name)).toBe(expected), {
    timeout: 25_000,
    interval: 250,
  });
}

async function ask(port: number, name: string): Promise<string> {
  const args = ["@127.0.0.1", "-p", String(port), "+norecurse", "+tries=1", "+time=2", name, "A"];
  const { stdout } = await promisify(execFile)("dig", args);
  const status = /status: (\w+)/.exec(stdout)?.[1] ?? "none";
  const address = /\sA\s+(192\S+)/.exec(stdout)?.[1];
  return address === undefined ? status : `${status} ${address}`;
}
