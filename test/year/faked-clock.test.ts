import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { requireTool } from "../tools.ts";
import { makeDelv } from "./delv.ts";
import { makeFakedClock } from "./faked-clock.ts";

const tools = [requireTool("delv", "bind9-dnsutils"), requireTool("cc", "gcc")];
const PATIENCE = 300_000;

describe.skipIf(tools.includes(false) || process.platform !== "linux")("a clock that others set", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zonepipe-clock-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test(
    "delv asks again where a packet is lost, though its calendar is years ahead",
    async () => {
      const clock = makeFakedClock(join(folder, "clock"), "runs");
      clock.set(Date.UTC(2040, 0, 1) / 1_000);
      const socket = createSocket("udp4");
      socket.bind(0, "127.0.0.1");
      await once(socket, "listening");
      let asked = 0;
      socket.on("message", (packet, { port, address }) => {
        asked += 1;
        if (asked === 1) return; // it is lost
        const answer = Buffer.from(packet);
        answer[2]! |= 0x80; // QR
        answer[3] = 2; // SERVFAIL
        socket.send(answer, port, address);
      });
      const delv = await makeDelv(folder, clock, socket.address().port, ANCHOR);
      await expect(delv("www.example. A")).rejects.toThrow("resolution failed: failure");
      expect(asked).toBeGreaterThan(1);
      socket.close();
    },
    PATIENCE,
  );
});

const ANCHOR = `. DNSKEY 257 3 13 ${Buffer.alloc(64, 1).toString("base64")}`;
