import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFailed, test, vi } from "vitest";
import type { TsigKey } from "../../dns/tsig/key.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { freePort } from "../../scripts/free-port.ts";
import { printSetUp } from "../../src/secondary/set-up.ts";
import { transferZone } from "../../src/world/transfer.ts";
import { zonepipe } from "../end-to-end/cli.ts";
import { requireTool } from "../tools.ts";
import { nameOf } from "../zone-text.ts";
import { PEERS, type Peer, type PeerKind, startPeer } from "./start-peer.ts";
import { PRIMARY, startPrimary } from "./start-primary.ts";

// The whole way to a secondary: zones that `render` wrote, with their journal; the built server; the configuration that
// `secondary add` prints. As on Fly.io, NOTIFY comes from another address than that of the primary. Nobody polls: REFRESH is a day.

const PATIENCE = 60_000; // milliseconds, for a machine that is busy
const LINES = 40; // of a log, where a test fails
const SECRET = Buffer.alloc(32, 7);

/** A zone each for what a secondary can do with its key. */
const ZONES = ["example.com", "wrong.example", "unknown.example", "plain.example"] as const;
const [RIGHT, WRONG, UNKNOWN, PLAIN] = ZONES;

let folder: string;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zonepipe-peers-"));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await rm(folder, { recursive: true });
});

const keyOf = (name: string): TsigKey => ({
  name: nameOf(`${name}.`),
  algorithm: "hmac-sha256",
  secret: SECRET,
});

/** What is printed for a zone, whose key has the zone's first label as its name. */
function printFor(kind: PeerKind, zone: string, port: number, secret = SECRET): string {
  return printSetUp(kind, {
    primaries: [PEERS[kind].place(PRIMARY, port)],
    zones: [nameOf(`${zone}.`)],
    key: keyOf(zone.split(".")[0]!),
    secret: secret.toString("base64"),
  });
}

/** The same for somebody who has no key. */
const WITHOUT_KEY: { readonly [kind in PeerKind]: (printed: string) => string } = {
  nsd: (printed) => printed.replace(/(request-xfr: \S+) \S+/, "$1 NOKEY"),
  knot: (printed) => printed.replace(/(address: .*)\n {4}key: .*/, "$1"),
  bind: (printed) => printed.replace(/(port \d+) key "[^"]+"/, "$1"),
  powerdns: (printed) => printed.replace(/^pdnsutil activate-tsig-key .*$/m, ""),
};

/** Renders the zones with these addresses of www, into the folder that is served. */
async function render(...addresses: readonly string[]): Promise<void> {
  const zones = join(folder, "zones");
  await mkdir(zones, { recursive: true });
  const hosts = Array.from({ length: 500 }, (_, n) => `host-${n}: {type: A, value: 192.0.2.${n % 250}}\n`);
  await writeFile(
    join(zones, "_config.yaml"),
    "nameservers:\n  - {name: ns1.example.net., addresses: [192.0.2.53]}\nsoa: {refresh: 86400, retry: 7200}\n",
  );
  for (const zone of ZONES) {
    const www = `www: {type: A, values: [${addresses.join(", ")}]}\n`;
    await writeFile(join(zones, `${zone}.yaml`), `${www}${hosts.join("")}`);
  }
  const { code, stdout, stderr } = await zonepipe(folder, "render", "zones", "--out", "build");
  expect(code, stdout + stderr).toBe(0);
}

/** The records of a zone file, or of what a nameserver gives. */
async function rendered(zone: string): Promise<string[]> {
  const bytes = await readFile(join(folder, "build", `${zone}.zone`));
  return parseZoneFile({ file: zone, bytes }).records.map(printRecord).sort();
}

async function taken({ port }: Peer, zone: string): Promise<string[]> {
  const records = await transferZone(nameOf(`${zone}.`), { name: "secondary", address: "127.0.0.1", port });
  return records.map(printRecord).sort();
}

const soon = (check: () => Promise<void>) => vi.waitFor(check, { timeout: PATIENCE / 3, interval: 100 });

const isThere = (kind: PeerKind) => requireTool(PEERS[kind].program, PEERS[kind].debianPackage);

describe.each(["nsd", "knot", "bind", "powerdns"] as const)("%s, set up as we say", (kind) => {
  test.skipIf(!isThere(kind))(
    "takes a zone by its key, what has changed after our NOTIFY, and no zone without the right key",
    async () => {
      await render("192.0.2.80");
      const [port, own] = [await freePort(), await freePort()];
      const { complaints, metric, reload, stop } = await startPrimary({
        ...{ zones: join(folder, "build"), port, secondary: own },
        keys: [keyOf("example"), keyOf("wrong")],
      });
      ends.push(stop);
      const printed = [
        printFor(kind, RIGHT, port),
        printFor(kind, WRONG, port, Buffer.alloc(32, 1)),
        printFor(kind, UNKNOWN, port),
        WITHOUT_KEY[kind](printFor(kind, PLAIN, port)),
      ];
      const peer = await startPeer(kind, printed, own);
      ends.push(peer.stop);
      onTestFailed(() => console.error([...complaints, ...peer.log.slice(-LINES)].join("\n")));
      await soon(async () => expect(await taken(peer, RIGHT)).toEqual(await rendered(RIGHT)));

      await render("192.0.2.80", "192.0.2.81");
      reload();
      await soon(async () => expect(await taken(peer, RIGHT)).toEqual(await rendered(RIGHT)));
      expect(await metric('transfers_total{kind="ixfr",outcome="changes"}')).toBe(1);

      await soon(async () => {
        expect(await metric('tsig_requests_total{result="bad-signature"}')).toBeGreaterThan(0);
        expect(await metric('tsig_requests_total{result="bad-key"}')).toBeGreaterThan(0);
        expect(await metric('transfers_refused_total{reason="not-allowed"}')).toBeGreaterThan(0);
      });
      for (const zone of [WRONG, UNKNOWN, PLAIN]) await expect(taken(peer, zone)).rejects.toThrow();
    },
    PATIENCE,
  );
});
