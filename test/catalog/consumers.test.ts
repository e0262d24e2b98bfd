import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type RenderedZone, renderZone } from "../../src/render/render-zone.ts";
import { checkFiles, NAMESERVERS } from "../check-zones.ts";
import { requireTool } from "../tools.ts";
import { CONSUMERS, type Primary, type Running, startPrimary } from "./consumers.ts";

vi.setConfig({ testTimeout: 90_000 });

const CATALOG = "catalog.example.";
// A consumer asks each second, for this primary sends no NOTIFY.
const CONFIG = `${NAMESERVERS}catalog: ${CATALOG}\nzones: {catalog.example: {soa: {refresh: 1, retry: 1}}}\n`;

/** The zones and their catalog as they are rendered with this serial, the catalog last. */
async function zonesOf(serial: number, ...names: string[]): Promise<RenderedZone[]> {
  const files = names.map((name, index) => [`${name}.yaml`, `www: {type: A, value: 192.0.2.${index + 1}}\n`]);
  const { zones } = await checkFiles({ ...Object.fromEntries(files), "_config.yaml": CONFIG });
  return zones.map((zone) => renderZone(zone, serial));
}

let folder: string;
let running: Running[];
let primary: Primary;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zonepipe-catalog-"));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map(({ stop }) => stop()));
  await rm(folder, { recursive: true, force: true });
});

const tools = [requireTool("nsd", "nsd"), requireTool("dig", "bind9-dnsutils")].every(Boolean);

describe.each(Object.entries(CONSUMERS))("%s with our catalog", (_, { program, debianPackage, start }) => {
  test.skipIf(!requireTool(program, debianPackage) || !tools)(
    "takes the zones that are in it, those that come, and gives up those that go",
    async () => {
      const all = await zonesOf(1, "example.com", "example.org");
      const catalogOf = async (serial: number, ...names: string[]) =>
        (await zonesOf(serial, ...names)).at(-1)!;
      primary = await startPrimary(join(folder, "primary"), [
        ...all.slice(0, -1),
        await catalogOf(1, "example.com"),
      ]);
      running.push(primary);
      const consumer = await start(join(folder, "consumer"), CATALOG, primary.port);
      running.push(consumer);
      await answers(consumer, "www.example.com", "NOERROR 192.0.2.1");
      await answers(consumer, "www.example.org", "REFUSED");

      await primary.put([await catalogOf(2, "example.com", "example.org")]);
      await answers(consumer, "www.example.org", "NOERROR 192.0.2.2");

      await primary.put([await catalogOf(3, "example.org")]);
      await answers(consumer, "www.example.com", "REFUSED");
      await answers(consumer, "www.example.org", "NOERROR 192.0.2.2");
    },
  );
});

/** Asks until the answer is this one. */
async function answers({ port }: Running, name: string, expected: string): Promise<void> {
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
