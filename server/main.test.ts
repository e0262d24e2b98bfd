import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtServer } from "../test/built-bundles.ts";
import { makeDefective } from "../test/differential/defective-server.ts";
import { framed, framesOf } from "../test/frames.ts";
import { describeAnswer, queryOf } from "../test/serve-text.ts";
import { requireTool } from "../test/tools.ts";

const MAIN = await builtServer();
const ZONE = "@ 300 SOA ns host 7 7200 3600 1209600 60\n@ 300 NS ns\nns 300 A 192.0.2.1\n";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-server-"));
  writeFileSync(join(folder, "example.com.zone"), ZONE);
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ "example.com.": "example.com.zone" }));
  writeFileSync(join(folder, "broken.json"), JSON.stringify({ "example.org.": "broken" }));
  writeFileSync(join(folder, "broken"), `${ZONE}www 300 A 192.0.2\nwww.example.com. 300 A 192.0.2.1\n`);
  writeFileSync(join(folder, "zonemd.json"), JSON.stringify({ "example.org.": "zonemd" }));
  writeFileSync(join(folder, "zonemd"), `${ZONE}@ 300 ZONEMD 7 1 1 ${"00".repeat(48)}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** One zone that can be loaded, and one that cannot. */
function withBrokenZone(): string {
  const manifest = join(folder, "partly.json");
  writeFileSync(manifest, JSON.stringify({ "example.com.": "example.com.zone", "example.org.": "broken" }));
  return manifest;
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });
  return { status, stdout: withoutCode(stdout), stderr };
}

/** The same, while this process does something else. */
async function runBeside(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  const [status] = await once(child, "close");
  return { status, stdout };
}

interface Started {
  readonly server: ChildProcess;
  readonly port: number;
  readonly ready: string;
}

/** Starts a server on a free port; gives its process and its port once it is ready. */
async function start(zones: string, ...words: string[]) {
  return await startProgram([MAIN, "--listen", "127.0.0.1:0", "--zones", zones, ...words]);
}

async function startProgram(words: readonly string[]): Promise<Started> {
  const server = spawn(process.execPath, words);
  let log = "";
  server.stderr.setEncoding("utf8").on("data", (text) => {
    log += text;
  });
  const ended = once(server, "close").then(() => Promise.reject(new Error(log)));
  ended.catch(() => undefined); // who waits for it is told
  server.stdout.setEncoding("utf8");
  let ready = ""; // with what may stand before it
  while (!ready.includes("ready:")) ready += (await Promise.race([once(server.stdout, "data"), ended]))[0];
  return { server, port: Number(/127\.0\.0\.1:(\d+)/.exec(ready)?.[1]), ready: withoutCode(ready) };
}

/** Where code is kept, that is told first; `start/started.test.ts` is about that. */
function withoutCode(said: string): string {
  return said.replace(/^code: .*\n/, "");
}

test.each(["example.com folder", "manifest"])("--check counts zones and records: %s", (kind) => {
  const zones = join(folder, kind === "manifest" ? "manifest.json" : ".");
  expect(run("--check", "--zones", zones)).toEqual({
    status: 0,
    stdout: "example.com. 3 records, ZONEMD absent\n1 zone, 3 records\n",
    stderr: "",
  });
});

test("a zone with mistakes is refused with all their places, and exit status 1", () => {
  const { status, stdout, stderr } = run("--check", "--zones", join(folder, "broken.json"));
  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain(`${join(folder, "broken")}:4:11: error: `);
  expect(stderr).toContain(`${join(folder, "broken")}:5:1: error: `);
});

test("a zone that does not match its ZONEMD is refused", () => {
  const { status, stderr } = run("--check", "--zones", join(folder, "zonemd.json"));
  expect(status).toBe(1);
  expect(stderr).toContain(`${join(folder, "zonemd")}:4:1: error: ZONEMD does not match the zone`);
});

test.each([["--check"], ["--check", "--strict"], ["--strict", "--listen", "127.0.0.1:0"]])(
  "one zone of two that is refused: %j ends with exit status 1",
  (...words) => {
    const { status, stdout, stderr } = run(...words, "--zones", withBrokenZone());
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`${join(folder, "broken")}:4:11: error: `);
  },
);

test("one zone of two that is refused is answered SERVFAIL; the other is served, and the pages tell", async () => {
  const { server, port, ready } = await start(withBrokenZone(), "--http", "127.0.0.1:0");
  const [page] = ready.includes("http: ") ? [ready] : await once(server.stdout!, "data");
  const base = `http://${/^http: (.*)$/m.exec(page)![1]}`;
  expect(ready).toContain("ready: 1 zone, 3 records, 1 broken zone, listening on ");
  const readyz = await fetch(`${base}/readyz`);
  expect([readyz.status, await readyz.text()]).toEqual([
    200,
    "ready\nZone example.org. cannot be loaded and is answered SERVFAIL\n",
  ]);
  const metrics = await (await fetch(`${base}/metrics`)).text();
  expect(metrics).toContain("\nzonepipe_zones_broken 1\n");
  expect(metrics).toContain("\nzonepipe_reload_behind 1\n");
  const check = ["self-check", "--zones", withBrokenZone(), "--listen", `127.0.0.1:${port}`];
  const { status, stdout } = await runBeside(...check);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    healthy: false,
    zones: [
      { name: "example.com.", serial: 7, udp: true, tcp: true },
      { name: "example.org.", serial: null, udp: false, tcp: false },
    ],
    problems: [
      "example.org. over UDP: SERVFAIL (Invalid Data: the server cannot load the zone)",
      "example.org. over TCP: SERVFAIL (Invalid Data: the server cannot load the zone)",
    ],
  });
  server.kill("SIGTERM");
  expect(await once(server, "exit")).toEqual([0, null]);
});

test("zones that are not there are refused with exit status 1", () => {
  const { status, stderr } = run("--check", "--zones", join(folder, "nothing"));
  expect(status).toBe(1);
  expect(stderr).toContain("there is no such file");
});

test("wrong usage is told with exit status 2", () => {
  const { status, stderr } = run("--zones", folder);
  expect(status).toBe(2);
  expect(stderr).toContain("--listen ADDRESS:PORT is missing");
  expect(stderr).toContain("Usage:");
});

test("ZONEPIPE_SERIALS: what is wrong in it ends the start, a zone that is not there is told, and the pipe reads it, too", () => {
  const withSerials = (serials: string, words: readonly string[], input: Uint8Array = new Uint8Array(0)) => {
    const env = { ...process.env, ZONEPIPE_SERIALS: serials };
    return spawnSync(process.execPath, [MAIN, ...words], { env, input });
  };
  for (const words of [["--check", "--zones", folder], ["answer", "--zones", folder], ["self-check"]]) {
    const { status, stderr } = withSerials("example.com.", words);
    expect([status, String(stderr).split("\n")[0]]).toEqual([
      2,
      'ZONEPIPE_SERIALS has "example.com."; expected a zone and a serial from 0 to 4294967295, as in example.com.=7',
    ]);
  }
  const told = withSerials("example.net.=9", ["--check", "--zones", folder]);
  expect([told.status, String(told.stderr)]).toEqual([
    0,
    "ZONEPIPE_SERIALS has example.net., which is not here\n",
  ]);
  const query = framed([queryOf("example.com. SOA")]);
  const { stdout } = withSerials("example.com.=9", ["answer", "--zones", folder], query);
  expect(describeAnswer(framesOf(stdout)[0]).join("\n")).toContain("host.example.com. 9 7200");
});

test("--help says how to use it", () => {
  expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("Usage:"), stderr: "" });
});

test.each(["SIGTERM", "SIGINT"] as const)("%s ends it with exit status 0", async (signal) => {
  const { server, ready } = await start(join(folder, "manifest.json"));
  expect(ready).toMatch(/^ready: 1 zone, 3 records, listening on 127\.0\.0\.1:\d+\nudp: .+\n$/);
  // Twice, as from a terminal and from who started it.
  server.kill(signal);
  server.kill(signal);
  expect(await once(server, "exit")).toEqual([0, null]);
});

test("a port in use is named, with exit status 2", async () => {
  const taken = createSocket("udp4");
  taken.bind(0, "127.0.0.1");
  await once(taken, "listening");
  const address = `127.0.0.1:${taken.address().port}`;
  const { status, stderr } = run("--listen", address, "--zones", join(folder, "manifest.json"));
  taken.close();
  expect(status).toBe(2);
  expect(stderr).toContain(`Cannot listen on ${address}: bind EADDRINUSE`);
});

test("a host that does not resolve is told, with exit status 2", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [MAIN, "--zones", join(folder, "manifest.json")],
    { encoding: "utf8", env: { DNS_UDP_HOST: "name.invalid", DNS_PORT: "0" } },
  );
  expect({ status, stdout: withoutCode(stdout) }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("Cannot listen on name.invalid:0: ");
});

test("the environment says where, as on Fly.io: UDP and TCP apart, and no private network where there is none", async () => {
  const environment = {
    DNS_UDP_HOST: "127.0.0.2",
    DNS_TCP_HOST: "localhost",
    DNS_PORT: "0",
    FLY_MACHINE_ID: "1",
  };
  const server = spawn(process.execPath, [MAIN, "--zones", join(folder, "manifest.json")], {
    env: environment,
  });
  server.stdout.setEncoding("utf8");
  let ready = "";
  while (!ready.includes("ready:")) ready += (await once(server.stdout, "data"))[0];
  expect(ready).toMatch(/listening on udp 127\.0\.0\.2:\d+, tcp 127\.0\.0\.1:\d+\n/);
  server.kill("SIGTERM");
  expect(await once(server, "exit")).toEqual([0, null]);
});

test("what makes `respond` fail is logged with the packet and answered SERVFAIL, and the service goes on", async () => {
  using defective = await makeDefective({
    what: "A question in class CH fails",
    file: "answer/chaos.ts",
    find: "export function answerChaos(identity: Identity): void {",
    replace: 'export function answerChaos(identity: Identity): void {\n  throw new Error("a defect");',
  });
  const site = {
    folder,
    port: 0,
    zones: [{ origin: "example.com.", path: join(folder, "example.com.zone") }],
  };
  const [, ...words] = defective.program.prepare(site);
  const { server, port } = await startProgram(words);
  const log = once(server.stderr!.setEncoding("utf8"), "data");
  const client = createSocket("udp4");
  client.connect(port, "127.0.0.1");
  await once(client, "connect");
  const chaos = queryOf("id.server. TXT", { class: 3 });
  client.send(chaos);
  const [failure] = await once(client, "message");
  expect(describeAnswer(failure)).toEqual(["SERVFAIL"]);
  expect((await log)[0]).toContain(`Cannot answer the packet ${chaos.toString("hex")}: Error: a defect`);
  client.send(queryOf("ns.example.com. A"));
  const [answer] = await once(client, "message");
  expect(describeAnswer(answer)).toEqual(["NOERROR aa", "ns.example.com. 300 IN A 192.0.2.1"]);
  client.close();
  server.kill("SIGTERM");
  expect(await once(server, "exit")).toEqual([0, null]);
});

test.skipIf(process.platform !== "linux")(
  "SIGTERM ends it although a thread hangs in the system while it loads the zones again",
  async () => {
    using defective = await makeDefective({
      what: "Loading again waits for a pipe",
      file: "zones/load.ts",
      find: "  const found = findZoneFiles(path);",
      replace: `  const found = findZoneFiles(path);
  if (before !== undefined) {
    const { openSync, writeSync } = process.getBuiltinModule("node:fs");
    writeSync(1, "hangs\\n");
    openSync(${JSON.stringify(join(folder, "pipe"))}, "r");
  }`,
    });
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const site = {
      folder,
      port: 0,
      zones: [{ origin: "example.com.", path: join(folder, "example.com.zone") }],
    };
    const [, ...words] = defective.program.prepare(site);
    const { server } = await startProgram(words);
    const hangs = once(server.stdout!, "data");
    server.kill("SIGHUP");
    expect((await hangs)[0]).toBe("hangs\n");
    server.kill("SIGTERM");
    expect(await once(server, "exit")).toEqual([0, null]);
  },
);

test.skipIf(!requireTool("dig", "bind9-dnsutils")).each([
  ["auto", /^udp: .+ in \d+ threads?$/m],
  ["portable", /^udp: node:dgram in 1 thread, for --udp says so$/m],
])("dig gets its answer over UDP and TCP: --udp %s", async (way, line) => {
  const { server, port, ready } = await start(join(folder, "manifest.json"), "--udp", way);
  expect(ready).toMatch(line);
  for (const transport of ["+notcp", "+tcp"]) {
    const args = ["@127.0.0.1", "-p", String(port), transport, "+short", "ns.example.com", "A"];
    expect(execFileSync("dig", args, { encoding: "utf8" })).toBe("192.0.2.1\n");
  }
  server.kill("SIGTERM");
  await once(server, "exit");
});
