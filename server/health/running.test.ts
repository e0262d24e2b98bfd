import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { A, SOA } from "../../dns/type-numbers.ts";
import { builtServer } from "../../test/built-bundles.ts";
import { nameOf } from "../../test/zone-text.ts";
import { askTcp } from "../ask/ask-tcp.ts";
import { askUdp } from "../ask/ask-udp.ts";
import { serialIn } from "../ask/authority.ts";

const MAIN = await builtServer();
const ZONE = "@ 300 SOA ns host 7 7200 3600 1209600 60\n@ 300 NS ns\nns 300 A 192.0.2.1\n";
const ORIGIN = nameOf("example.com.");

let folder: string;
let server: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-health-"));
  writeFileSync(join(folder, "example.com.zone"), ZONE);
});
afterEach(async () => {
  if (server.exitCode === null && server.signalCode === null) {
    server.kill("SIGKILL");
    await once(server, "exit");
  }
  rmSync(folder, { recursive: true });
});

/** Starts a server; gives its address and that of its pages. */
async function start(environment: { readonly [name: string]: string }) {
  const words = [MAIN, "--listen", "127.0.0.1:0", "--zones", folder];
  const env = { ...process.env, DNS_HTTP_HOST: "127.0.0.1", DNS_HTTP_PORT: "0", ...environment };
  const child = spawn(process.execPath, words, { env, stdio: ["ignore", "pipe", "inherit"] });
  server = child;
  let port = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    port = Number(/^ready: .*127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? port);
    const http = /^http: (.*)$/.exec(line)?.[1];
    if (http !== undefined) return { dns: { host: "127.0.0.1", port }, base: `http://${http}` };
  }
  throw new Error("The server ended before it was ready");
}

async function get(url: string): Promise<string> {
  const response = await fetch(url);
  return `${response.status} ${(await response.text()).trimEnd()}`;
}

const inTwoSeconds = () => performance.now() + 2_000;
const QUESTION = [{ name: ORIGIN, type: SOA }];

test("a running server is ready, and counts what it answers", async () => {
  const { base, dns } = await start({});
  expect(await get(`${base}/readyz`)).toBe("200 ready");
  await askUdp(dns)([...QUESTION, { name: nameOf("x.example.com."), type: SOA }], inTwoSeconds());
  const lines = (await get(`${base}/metrics`)).split("\n");
  // One question of each transport is readiness' own.
  expect(lines).toContain('zonepipe_queries_total{transport="udp"} 3');
  expect(lines).toContain('zonepipe_queries_total{transport="tcp"} 1');
  expect(lines).toContain('zonepipe_answers_total{rcode="NXDOMAIN"} 1');
  expect(lines).toContain("zonepipe_tcp_accepted_total 1");
  expect(lines).toContain('zonepipe_zone_serial{zone="example.com."} 7');
});

test("a running server shows people what it serves, and where it is", async () => {
  const { base } = await start({ FLY_REGION: "ams", FLY_MACHINE_ID: "1" });
  const page = await get(`${base}/status`);
  expect(page).toMatch(/^200 <!doctype html>/);
  for (const told of ["Nameserver ams/1", "<dd>ams</dd>", "All is well.", "<td>example.com.</td>"])
    expect(page).toContain(told);
});

test("server.js top tells what a running server is asked for, to who is on its machine", async () => {
  const { base, dns } = await start({});
  const questions = ["ns.example.com.", "x.example.com."].map((name) => ({ name: nameOf(name), type: A }));
  await askUdp(dns)(questions, inTwoSeconds());
  const top = (...words: string[]) => {
    const http = ["--http", base.slice("http://".length)];
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "top", ...http, ...words], {
      encoding: "utf8",
    });
    return { status, stderr, told: stdout === "" ? undefined : JSON.parse(stdout) };
  };
  expect(top()).toMatchObject({
    ...{ status: 0, stderr: "" },
    told: {
      asked: [{ name: "ns.example.com.", type: "A", count: 1 }],
      missing: [{ name: "x.example.com.", most: 1, least: 1 }],
    },
  });
  // A reload does not end the time.
  writeFileSync(join(folder, "example.com.zone"), `${ZONE}new 300 A 192.0.2.2\n`);
  server.kill("SIGHUP");
  const counts = () => top("--of", "ns.example.com./A,new.example.com./A").told.asked;
  while (counts().length < 2) await new Promise((resolve) => setImmediate(resolve));
  expect(counts()).toMatchObject([{ count: 1 }, { count: 0 }]);
  expect(top("--limit", "0")).toMatchObject({
    status: 1,
    stderr: "Expected limit=N, of=NAME/TYPE,… or zone=NAME\n",
  });
  expect(top("--http", "127.0.0.1:1").status).toBe(1);
  expect(top("--none").status).toBe(2);
});

test("SIGTERM: not ready at once, TCP closed, UDP answered for some seconds more, then exit code 0", async () => {
  const { base, dns } = await start({ DNS_DRAIN: "3" });
  expect(await get(`${base}/readyz`)).toBe("200 ready");
  const told = performance.now();
  const exit = once(server, "exit");
  server.kill("SIGTERM");
  let state = "";
  while (!state.startsWith("503")) state = await get(`${base}/readyz`);
  expect(state).toBe("503 The server is stopping");
  let [overTcp] = await askTcp(dns)(QUESTION, inTwoSeconds());
  while (!("fault" in overTcp!)) [overTcp] = await askTcp(dns)(QUESTION, inTwoSeconds());
  expect(overTcp.fault).toMatch(/ECONNREFUSED|ECONNRESET|closed/);
  // TCP is closed by now, and UDP is not.
  const [overUdp] = await askUdp(dns)(QUESTION, inTwoSeconds());
  expect(serialIn(ORIGIN, overUdp!)).toBe(7);
  expect(await exit).toEqual([0, null]);
  expect(performance.now() - told).toBeGreaterThan(2_900); // a little less than asked for: clocks are read apart
});

test("a page address that is taken ends the start with exit code 2", async () => {
  const { base } = await start({});
  const { port } = new URL(base);
  const words = [MAIN, "--listen", "127.0.0.1:0", "--zones", folder, "--http", `127.0.0.1:${port}`];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining("EADDRINUSE") });
});
