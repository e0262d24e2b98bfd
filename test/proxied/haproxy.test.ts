import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { builtServer } from "../built-bundles.ts";
import { startOurServer } from "../our-server.ts";
import { requireTool } from "../tools.ts";

const HEADER_SENDER = "127.0.0.2"; // from where HAProxy connects, and from where alone headers are taken

describe.skipIf(!requireTool("haproxy", "haproxy") || !requireTool("dig", "bind9-dnsutils"))(
  "behind HAProxy",
  () => {
    test("TCP with PROXY headers is answered, and readiness asks there, too", async () => {
      const { through, http } = await start("send-proxy-v2");
      expect(await dig(through)).toBe("192.0.2.80\n");
      expect(await (await fetch(`http://127.0.0.1:${http}/readyz`)).text()).toBe("ready\n");
    });

    test("without them, or with those of version 1, nothing is", async () => {
      expect(await dig((await start("")).through)).toMatch(/failed|reset|end of file|no servers/);
      expect(await dig((await start("send-proxy")).through)).toMatch(/failed|reset|end of file|no servers/);
    });

    test("connections are counted for each client", async () => {
      const { through } = await start("send-proxy-v2", "--tcp-per-address", "1");
      const [first, other] = [await ask(through, "127.0.0.11"), await ask(through, "127.0.0.12")];
      const closed = once(first.resume(), "close");
      await ask(through, "127.0.0.11"); // the second of this client takes the place of the first
      await closed;
      expect(other.closed).toBe(false);
    });
  },
);

async function start(header: string, ...options: string[]): Promise<{ through: number; http: number }> {
  const folder = mkdtempSync(join(tmpdir(), "proxied-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, "example.com.zone"),
    "example.com. 300 SOA ns.example.com. h.example.com. 1 7200 3600 1209600 60\nexample.com. 300 NS ns.example.com.\nns.example.com. 300 A 192.0.2.53\nwww.example.com. 300 A 192.0.2.80\n",
  );
  const [inside, through, http] = [await freePort(), await freePort(), await freePort()];
  const listen = ["--proxy-listen", `127.0.0.1:${inside}`, "--proxy-from", HEADER_SENDER];
  const words = [...listen, "--http", `127.0.0.1:${http}`, ...options];
  const server = await startOurServer(folder, words, await builtServer());
  onTestFinished(async () => void (await server.stop()));
  const settings = join(folder, "haproxy.cfg");
  writeFileSync(
    settings,
    `defaults
  mode tcp
  timeout connect 5s
  timeout client 30s
  timeout server 30s
listen dns
  bind 127.0.0.1:${through}
  source ${HEADER_SENDER}
  server ours 127.0.0.1:${inside} ${header}
`,
  );
  const proxy = spawn("haproxy", ["-db", "-f", settings], { stdio: "ignore" });
  onTestFinished(async () => {
    proxy.kill("SIGKILL");
    if (proxy.exitCode === null && proxy.signalCode === null) await once(proxy, "exit");
  });
  await untilTaken(through);
  return { through, http };
}

/** What dig prints, its errors too. */
async function dig(port: number): Promise<string> {
  const args = [
    "@127.0.0.1",
    "-p",
    `${port}`,
    "+tcp",
    "+short",
    "+tries=1",
    "+time=5",
    "www.example.com",
    "A",
  ];
  return await promisify(execFile)("dig", args).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}${stderr}`,
  );
}

/** A connection from this address that has had its answer. */
async function ask(port: number, localAddress: string) {
  const socket = connect({ host: "127.0.0.1", port, localAddress });
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => socket.destroy());
  await once(socket, "connect");
  socket.write(
    Buffer.from(
      "0021123400000001000000000000037777770765 78616d706c6503636f6d0000010001".replace(" ", ""),
      "hex",
    ),
  );
  await once(socket, "data");
  return socket;
}

async function untilTaken(port: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const socket = connect({ host: "127.0.0.1", port });
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("HAProxy does not listen");
}
