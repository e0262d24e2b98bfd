import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { PORTS } from "../../bench/server/ask.ts";
import { makeDataset } from "../../bench/server/datasets.ts";
import { compileEcho, ECHO } from "../../bench/server/echo.ts";
import { measureRows } from "../../bench/server/measure-rows.ts";
import { installedPeers } from "../../bench/server/peers.ts";
import { ROWS } from "../../bench/server/rows.ts";
import { requireTool } from "../tools.ts";

const hasTools = [
  ["dnsperf", "dnsperf"],
  ["nsd", "nsd"],
  ["cc", "gcc"],
  ["taskset", "util-linux"],
].every(([program, of]) => requireTool(program!, of!));
const folder = mkdtempSync(join(tmpdir(), "zonepipe-smoke-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.runIf(hasTools)("one row is measured with NSD and the echo, from 1,000 ports", async () => {
  const echo = await compileEcho(folder);
  if ("error" in echo) throw new Error(echo.error);
  const { peers } = installedPeers(["NSD"]);
  const dataset = await makeDataset("plain", folder);
  const row = ROWS.find(({ id }) => id === "nxdomain")!;
  // Both on the same processor: a machine with one is enough to see that it works.
  const processors = { server: "0", client: "0" };
  const measuring = { rounds: 1, turns: 1, seconds: 0.3, processors, latencyRounds: 0 };
  const most = { ports: 0 };
  const timer = setInterval(() => {
    most.ports = Math.max(most.ports, boundPorts());
  }, 10);
  const [result] = await measureRows([row], dataset, [...peers, echo], measuring);
  clearInterval(timer);
  expect(most.ports).toBeGreaterThanOrEqual(PORTS);
  expect(Object.keys(result!.servers)).toEqual(["NSD", ECHO]);
  for (const { rounds } of Object.values(result!.servers)) {
    expect(rounds).toHaveLength(1);
    expect(rounds[0]!.cpu).toBeGreaterThan(0);
    expect(rounds[0]!.answered).toBeGreaterThan(0);
  }
  expect(result!.servers.NSD!.rounds[0]!.rcodes).toEqual({
    NXDOMAIN: result!.servers.NSD!.rounds[0]!.answered,
  });
});

/** Sockets of UDP over IPv4 on this machine. */
function boundPorts(): number {
  return readFileSync("/proc/net/udp", "latin1").trim().split("\n").length - 1;
}
