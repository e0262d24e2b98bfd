import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { builtBundles } from "../built-bundles.ts";
import { requireTool } from "../tools.ts";
import { type LoggingServer, startLoggingServer } from "./logging-server.ts";

// What is logged is read back by programs that others wrote: fstrm_capture takes it, dnstap-ldns reads it.

const isComplete = [
  requireTool("dig", "bind9-dnsutils"),
  requireTool("fstrm_capture", "fstrm-bin"),
  requireTool("dnstap-ldns", "dnstap-ldns"),
].every(Boolean);

let folder: string;
let zones: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-dnstap-"));
  chmodSync(folder, 0o755);
  zones = join(folder, "zones");
  mkdirSync(zones);
  copyFileSync(join(await builtBundles(), "server.js"), join(folder, "server.js"));
  writeFileSync(
    join(zones, "example.com.zone"),
    "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Asks over UDP by IPv4 and by IPv6 and over TCP, from ports of its own; the packets as they are to be logged. */
async function askThreeWays({ port, port6 }: LoggingServer): Promise<string[]> {
  const [udp, udp6, tcp] = [await freePort(), await freePort(), await freePort()];
  const dig = (...words: string[]) => execFileSync("dig", [...words, "+tries=1", "+noall"]);
  dig("@127.0.0.1", "-p", `${port}`, "-b", `127.0.0.1#${udp}`, "ns.example.com", "A");
  dig("@::1", "-p", `${port6}`, "-b", `::1#${udp6}`, "no.example.com", "AAAA");
  dig("@127.0.0.1", "-p", `${port}`, "-b", `127.0.0.1#${tcp}`, "+tcp", "ns.example.com", "TXT");
  const both = (line: string) => [`AUTH_QUERY ${line}`, `AUTH_RESPONSE ${line}`];
  return [
    ...both(`INET UDP 127.0.0.1 ${udp} 127.0.0.1 ${port} ns.example.com. A`),
    ...both(`INET6 UDP ::1 ${udp6} ::1 ${port6} no.example.com. AAAA`),
    ...both(`INET TCP 127.0.0.1 ${tcp} 127.0.0.1 ${port} ns.example.com. TXT`),
  ].sort();
}

/** What dnstap-ldns reads in a file, a line for each message. */
function readBack(file: string): string[] {
  const text = execFileSync("dnstap-ldns", ["-y", "-r", file], { encoding: "utf8" });
  return text
    .split(/^---$/m)
    .filter((message) => message.trim() !== "")
    .map((message) => {
      const field = (name: string) =>
        new RegExp(`^ *${name}: (.*)$`, "m").exec(message)?.[1]?.replaceAll('"', "");
      expect([field("identity"), field("version")]).toEqual(["server-1", "version-1"]);
      const age =
        Date.now() - Date.parse(`${field("query_time")?.replace("!!timestamp ", "").replace(" ", "T")}Z`);
      expect(age).toBeGreaterThan(-100);
      expect(age).toBeLessThan(120_000);
      const [, name, type] = /^ *;(\S+)\tIN\t(\S+)$/m.exec(message) ?? [];
      return [
        ...[/^ {2}type: (.*)$/m.exec(message)?.[1], field("socket_family"), field("socket_protocol")],
        ...[field("query_address"), field("query_port")],
        ...[field("response_address"), field("response_port"), name, type],
      ].join(" ");
    })
    .sort();
}

/** Takes what is sent; resolves when it listens. */
async function startCapture(file: string, ...where: string[]): Promise<ChildProcess> {
  const words = ["-d", "-t", "protobuf:dnstap.Dnstap", ...where, "-w", file];
  const capture = spawn("fstrm_capture", words, { stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface({ input: capture.stderr! }))
    if (line.includes("opened output")) break;
  return capture;
}

async function end(capture: ChildProcess): Promise<void> {
  capture.kill("SIGTERM");
  if (capture.exitCode === null && capture.signalCode === null) await once(capture, "exit");
}

const NAMED = ["--server-id", "server-1", "--version-id", "version-1"];

test.skipIf(!isComplete).each(["batch", "portable"])(
  "through a Unix socket, UDP by %s, each packet is seen with its family, transport, addresses and ports",
  async (udp) => {
    const [socket, file] = [join(folder, `${udp}.sock`), join(folder, `${udp}.fstrm`)];
    const capture = await startCapture(file, "-u", socket);
    const words = [...NAMED, "--dnstap", socket, "--udp", udp];
    const server = await startLoggingServer(zones, words, join(folder, "server.js"), permissions());
    await server.says("dnstap: connected");
    const expected = await askThreeWays(server);
    expect(await server.stop()).toBe(0);
    await end(capture);
    expect(server.complaints).toEqual([]);
    expect(readBack(file)).toEqual(expected);
  },
);

test.skipIf(!isComplete)("over TCP, to who comes only later, under Node's permission model", async () => {
  const [port, file] = [await freePort(), join(folder, "tcp.fstrm")];
  const server = await startLoggingServer(
    zones,
    [...NAMED, "--dnstap", `tcp:127.0.0.1:${port}`, "--query-log-format", "text"],
    join(folder, "server.js"),
    permissions(),
  );
  await server.says(`dnstap: 127.0.0.1:${port} takes nothing: connect ECONNREFUSED`);
  const capture = await startCapture(file, "-a", "127.0.0.1", "-p", `${port}`);
  await server.says("dnstap: connected");
  const expected = await askThreeWays(server);
  expect(await server.stop()).toBe(0);
  await end(capture);
  expect(readBack(file)).toEqual(expected);
  expect(server.lines.filter((line) => line.startsWith("[INFO] ")).length).toBe(3);
});

test.skipIf(!isComplete)("into a file, begun anew at each start", async () => {
  const file = join(folder, "file.fstrm");
  for (let start = 1; start <= 2; start++) {
    const server = await startLoggingServer(zones, [...NAMED, "--dnstap", `file:${file}`]);
    const expected = await askThreeWays(server);
    expect(await server.stop()).toBe(0);
    expect(readBack(file)).toEqual(expected);
  }
});

test.skipIf(!isComplete)("behind a proxy nobody knows who asks, and nothing is said of it", async () => {
  const file = join(folder, "proxy.fstrm");
  const words = ["--dnstap", `file:${file}`, "--tcp-proxies", "127.0.0.0/8", "--query-log-format", "text"];
  const server = await startLoggingServer(zones, [...NAMED, ...words]);
  execFileSync("dig", ["@127.0.0.1", "-p", `${server.port}`, "+tcp", "ns.example.com", "+noedns"]);
  expect(await server.stop()).toBe(0);
  expect(readBack(file)).toEqual(
    ["AUTH_QUERY", "AUTH_RESPONSE"].map((type) => `${type}  TCP     ns.example.com. A`),
  );
  expect(server.lines.at(-1)).toMatch(
    /^\[INFO\] -:- - [0-9]+ "A IN ns\.example\.com\. tcp 32 false 65535" NOERROR qr,aa,rd /,
  );
});

test("a file that Node may not write keeps the server from starting", async () => {
  const file = join(folder, "refused.fstrm");
  const words = ["--dnstap", `file:${file}`];
  const starting = startLoggingServer(zones, words, join(folder, "server.js"), permissions());
  await expect(starting).rejects.toThrow(`Cannot log: Access to this API has been restricted`);
});

/** What the image lets Node do. */
function permissions(): string[] {
  const allowed = [`fs-read=${folder}`, "net", "worker", "ffi"].map((what) => `--allow-${what}`);
  const silent = ["SecurityWarning", "ExperimentalWarning"].map((warning) => `--disable-warning=${warning}`);
  return ["--permission", ...allowed, ...silent];
}
