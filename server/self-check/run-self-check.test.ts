import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { zonemdDigest } from "../../dns/zonemd.ts";
import { builtServer } from "../../test/built-bundles.ts";
import { type OurServer, startOurServer } from "../../test/our-server.ts";
import { nameOf } from "../../test/zone-text.ts";

const MAIN = await builtServer();
const ZONE = "@ 300 SOA ns host 7 7200 3600 1209600 60\n@ 300 NS ns\nns 300 A 192.0.2.1\n";

let folder: string;
let server: OurServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-self-check-"));
  for (const name of ["served", "other"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "served", "example.com.zone"), ZONE);
  writeFileSync(join(folder, "other", "example.com.zone"), ZONE.replace(" 7 ", " 8 "));
  server = await startOurServer(join(folder, "served"), ["--server-id", "iad/1"], MAIN);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** Runs `self-check` with these words and this environment. */
async function run(words: readonly string[], environment: { readonly [name: string]: string } = {}) {
  const args = [MAIN, "self-check", ...words];
  const env = { ...process.env, DNS_PORT: String(server.port), ...environment };
  return await promisify(execFile)(process.execPath, args, { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

test("prints one line of JSON, and exits with 0", async () => {
  const { code, stdout, stderr } = await run(["--zones", join(folder, "served")]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    build: { commit: null, inputs: null, zones: null },
    renumbers: true,
    takesKeyStates: true,
    keys: [],
    identity: "iad/1",
    healthy: true,
    zones: [
      { name: "example.com.", serial: 7, digest: null, content: null, signed: null, udp: true, tcp: true },
    ],
    problems: [],
  });
});

test("a server on every address is asked on the loopback one, or where --listen says", async () => {
  const zones = ["--zones", join(folder, "served")];
  expect(await run(zones, { DNS_UDP_HOST: "0.0.0.0", DNS_TCP_HOST: "0.0.0.0" })).toMatchObject({ code: 0 });
  const listen = ["--listen", `127.0.0.1:${server.port}`];
  expect(await run([...zones, ...listen], { DNS_PORT: "1" })).toMatchObject({ code: 0 });
});

test("zones that are not there, and a host that is not, are told in the same form with exit code 1", async () => {
  const none = await run(["--zones", join(folder, "nothing")]);
  expect(none.code).toBe(1);
  expect(JSON.parse(none.stdout)).toMatchObject({ healthy: false, zones: [] });
  const served = ["--zones", join(folder, "served")];
  const lost = await run(served, { DNS_UDP_HOST: "no-such-host.invalid" });
  expect(lost.code).toBe(1);
  const { problems } = JSON.parse(lost.stdout);
  expect(problems[0]).toMatch(/^example\.com\. over UDP: .*no-such-host\.invalid/);
});

test("--records prints the zone as the server has it", async () => {
  const { code, stdout } = await run(["--zones", join(folder, "served"), "--records", "Example.com"]);
  expect(code).toBe(0);
  expect(stdout.split("\n")).toEqual([
    "example.com. 300 IN SOA ns.example.com. host.example.com. 7 7200 3600 1209600 60",
    "example.com. 300 IN NS ns.example.com.",
    "ns.example.com. 300 IN A 192.0.2.1",
    "",
  ]);
});

test("--records fails when the server answers another serial, and for a zone that is not served", async () => {
  const other = await run(["--zones", join(folder, "other"), "--records", "example.com."]);
  expect(other.code).toBe(1);
  expect(other.stderr).toContain("has the serial 8, but the server answers 7");
  const unknown = await run(["--zones", join(folder, "served"), "--records", "example.org."]);
  expect(unknown).toMatchObject({ code: 1, stderr: "example.org. is not served here\n" });
});

test.each([
  [["--what"], "Unknown option '--what'"],
  [["--listen", "127.0.0.1"], '--listen is "127.0.0.1"; expected ADDRESS:PORT'],
  [["--records", "a..b"], "--records: "],
])("wrong usage %j is told with exit code 2", async (words, message) => {
  const { code, stderr } = await run(words);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain("Usage:");
});

test("a zone with another serial than its file has: that is healthy, and its records are as they are answered", async () => {
  const serials = { ZONEPIPE_SERIALS: "example.com.=9" };
  const words = ["--zones", join(folder, "digested")];
  mkdirSync(join(folder, "digested"));
  const zone = (serial: number, digest: string) =>
    `${ZONE.replace(" 7 ", ` ${serial} `)}@ 300 ZONEMD ${serial} 1 1 ${digest}\n`;
  writeFileSync(join(folder, "digested", "example.com.zone"), zone(7, digestOf(7)));
  const renumbered = await startOurServer(join(folder, "digested"), [], MAIN, serials);
  try {
    const environment = { ...serials, DNS_PORT: String(renumbered.port) };
    const check = JSON.parse((await run(words, environment)).stdout);
    expect(check).toMatchObject({ healthy: true, zones: [{ serial: 9, digest: digestOf(9) }] });
    const { code, stdout, stderr } = await run([...words, "--records", "example.com"], environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(recordsIn(stdout)).toEqual(recordsIn(zone(9, digestOf(9))));
    const without = await run([...words, "--records", "example.com"], { DNS_PORT: String(renumbered.port) });
    expect([without.code, without.stderr]).toEqual([1, expect.stringContaining("but the server answers 9")]);
  } finally {
    await renumbered.stop();
  }
});

const ORIGIN = nameOf("example.com.");
const recordsIn = (text: string) =>
  parseZoneFile({ file: "zone", bytes: Buffer.from(text), origin: ORIGIN })
    .records.map(printRecord)
    .sort();

/** Of the zone with this serial. */
function digestOf(serial: number): string {
  const bytes = Buffer.from(ZONE.replace(" 7 ", ` ${serial} `));
  const { records } = parseZoneFile({ file: "zone", bytes, origin: ORIGIN });
  return Buffer.from(zonemdDigest({ origin: ORIGIN, records }, 1), "latin1").toString("hex");
}
