import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { benchQuery } from "../../bench/bench-query.ts";
import { compileEcho } from "../../bench/server/echo.ts";
import { groupTime, processesOf, timeBetween } from "../../bench/server/group-time.ts";
import { startPinned } from "../../bench/server/start.ts";
import { requireTool } from "../tools.ts";

const hasTools = requireTool("cc", "gcc") && requireTool("taskset", "util-linux");
const folder = mkdtempSync(join(tmpdir(), "zonepipe-echo-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(hasTools)("the C echo", () => {
  test.each([
    ["127.0.0.1", "127.0.0.1"],
    ["::1", "::1"],
    ["0.0.0.0", "127.0.0.1"],
    ["::", "::1"],
  ])("at %s sends questions back as responses, and its time is seen", async (address, host) => {
    const echo = await compileEcho(folder);
    if ("error" in echo) throw new Error(echo.error);
    const running = await startPinned(echo, { address, zones: { "example.com.": "" }, processor: "0" });
    const socket = createSocket(host === "::1" ? "udp6" : "udp4");
    try {
      const before = groupTime(running.pid);
      expect(processesOf(running.pid)).toEqual([running.pid]);
      const query = benchQuery("www.example.com.", "A");
      query.writeUInt16BE(0xabcd, 0);
      socket.send(query, running.port, host);
      const [answer] = (await once(socket, "message")) as [Buffer];
      const expected = Buffer.from(query);
      expected[2] = 0x80; // QR
      expect(answer).toEqual(expected);
      expect(timeBetween(before, groupTime(running.pid))).toBeGreaterThan(0);
      expect(running.ready).toBeGreaterThan(0);
    } finally {
      socket.close();
      await running.stop();
    }
    expect(processesOf(running.pid)).toEqual([]);
  });
});
