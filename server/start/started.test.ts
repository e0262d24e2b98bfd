import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtBundles } from "../../test/built-bundles.ts";
import { requireTool } from "../../test/tools.ts";

let folder: string;
let server: string;
let zones: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-start-"));
  server = join(folder, "server.js");
  zones = join(folder, "zones.json");
  const zone = join(folder, "zone");
  copyFileSync(join(await builtBundles(), "server.js"), server);
  writeFileSync(join(folder, "package.json"), '{"type":"module"}\n');
  writeFileSync(zone, "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n");
  writeFileSync(zones, JSON.stringify({ "example.com.": zone }));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a start says before it is ready, and whether it answers over UDP and TCP. */
async function start(...flags: readonly string[]): Promise<{ readonly said: string[]; complaints: string }> {
  const words = ["--zones", zones, "--listen", "127.0.0.1:0", "--udp-threads", "1"];
  const child = spawn(process.execPath, ["--no-warnings", ...flags, server, ...words]);
  let [said, complaints] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaints += text;
  });
  child.stdout.setEncoding("utf8");
  while (!said.includes("ready:")) said += (await once(child.stdout, "data"))[0];
  const port = /127\.0\.0\.1:(\d+)/.exec(said)?.[1] ?? "";
  for (const transport of ["+notcp", "+tcp"]) {
    const query = ["@127.0.0.1", "-p", port, transport, "+short", "ns.example.com", "A"];
    expect(execFileSync("dig", query, { encoding: "utf8" })).toBe("192.0.2.1\n");
  }
  child.kill("SIGTERM");
  await once(child, "close");
  return { said: said.split("\n").filter((line) => /^(code|ready)/.test(line)), complaints };
}

function writeCode(...flags: readonly string[]) {
  const words = [...flags, server, "--zones", zones, "--write-code"];
  return spawnSync(process.execPath, ["--no-warnings", ...words], { encoding: "utf8" });
}

const READY = expect.stringMatching(/^ready: 1 zone, 3 records, listening on /);

test.skipIf(!requireTool("dig", "bind9-dnsutils"))(
  "what was compiled is written by a start, and used by the next one; damaged it is not",
  async () => {
    expect(await start()).toEqual({ said: [READY], complaints: "" });
    const written = writeCode();
    expect(written).toMatchObject({ status: 0, stderr: "" });
    expect(written.stdout).toMatch(/^code: .*server\.js\.code, \d+ octets$/m);
    const code = `${server}.code`;
    expect(await start()).toEqual({ said: [`code: ${code}`, READY], complaints: "" });
    const octets = readFileSync(code);
    const flipped = Buffer.from(octets);
    flipped[octets.length >> 1]! ^= 1;
    writeFileSync(code, flipped);
    expect(await start()).toEqual({ said: [READY], complaints: "" });
    writeFileSync(code, octets);
    truncateSync(code, octets.length - 1000);
    expect(await start()).toEqual({ said: [READY], complaints: "" });
    writeFileSync(code, octets);
    expect(await start("--no-flush-bytecode")).toEqual({
      said: [READY],
      complaints: `The code in ${code} is not used: another Node has compiled it, or with other flags\n`,
    });
    writeFileSync(server, readFileSync(server, "latin1").replace("It cannot be read:", "It cannot be seen:"));
    expect(await start()).toEqual({ said: [READY], complaints: "" });
  },
);

test.each([
  [["--allow-ffi"], /^What was compiled is not written: /m],
  [[], /^Cannot answer over UDP in batches: /m],
])("what is not written is told, with an exit code that is not 0: with %j", (rights, reason) => {
  rmSync(`${server}.code`, { force: true });
  const { status, stderr } = writeCode(
    ...["--permission", `--allow-fs-read=${folder}`, "--allow-net", "--allow-worker", ...rights],
  );
  expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringMatching(reason) });
});

test("wrong words are told", () => {
  const { status, stderr } = writeCode("--no-warnings");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const checked = spawnSync(process.execPath, [server, "--zones", zones, "--check", "--write-code"], {
    encoding: "utf8",
  });
  expect(checked.stderr).toMatch(/^--write-code does not go with --check/);
});
