import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { builtServer } from "../../test/built-bundles.ts";
import { queryOf } from "../../test/serve-text.ts";
import { openLibc } from "../transport/libc.ts";
import { connectionsWithin, descriptorLimit } from "./descriptors.ts";

test.each([
  ["as many as are wanted", { tcp: 1000, http: 50 }, 20_000, { tcp: 1000, http: 50 }],
  [
    "as many as there are descriptors for",
    { tcp: 1000, http: 50 },
    1024,
    { tcp: 1024 - 48 - 24 - 50, http: 50 },
  ],
  ["with few of them the pages have a quarter", { tcp: 1000, http: 50 }, 112, { tcp: 30, http: 10 }],
  ["all for TCP without pages", { tcp: 1000, http: 0 }, 112, { tcp: 40, http: 0 }],
  ["one at least", { tcp: 1000, http: 50 }, 64, { tcp: 1, http: 2 }],
])("%s", (_, wanted, descriptors, expected) => {
  expect(connectionsWithin(wanted, descriptors, 3)).toEqual(expected);
});

const libc = openLibc();
if ("missing" in libc) console.warn(`skipped: ${libc.missing}`);

test.skipIf("missing" in libc)("the limit of this process is known", () => {
  if ("missing" in libc) return;
  expect(descriptorLimit(libc)).toBeGreaterThan(64);
  // Of a resource that there is not: the call leaves its error where that is looked for, and what was there before does not count.
  const getrlimit = (_: number, limits: BigUint64Array) => libc.call.getrlimit(-1, limits);
  const failing = { ...libc, call: { ...libc.call, getrlimit } } as unknown as typeof libc; // one call replaced
  expect(() => descriptorLimit(failing)).toThrow(/getrlimit.*EINVAL/);
});

test.skipIf("missing" in libc)(
  "with few descriptors, who is idle longest makes room: every newcomer is answered, the pages too, and zones are loaded",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "zonepipe-descriptors-"));
    writeFileSync(
      join(folder, "example.com.zone"),
      "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n",
    );
    const words = [
      await builtServer(),
      "--listen",
      "127.0.0.1:0",
      "--zones",
      folder,
      "--udp-threads",
      "1",
      "--http",
      "127.0.0.1:0",
    ];
    const limited = ["-c", 'ulimit -n 100; exec "$@"', "sh", process.execPath, ...words];
    const server = spawn("sh", limited, { stdio: ["ignore", "pipe", "pipe"] });
    let complaints = "";
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaints += text;
    });
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    const line = async () => (await lines.next()).value ?? "";
    let ready = await line();
    if (ready.startsWith("code:")) ready = await line(); // where code is kept, that is told first
    await line(); // how UDP is moved
    const page = Number(/^http: 127\.0\.0\.1:(\d+)/.exec(await line())?.[1]);
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(ready)?.[1]);
    const clients: Socket[] = [];
    for (let client = 0; client < 100; client++) {
      const socket = connect(port, "127.0.0.1").on("error", () => socket.destroy());
      clients.push(socket);
      const query = queryOf("ns.example.com. A");
      socket.write(Buffer.concat([Buffer.from([0, query.length]), query]));
      const [answer] = await once(socket, "data");
      expect(answer.readUInt16BE(2)).toBe(0x1234);
    }
    for (let client = 0; client < 100; client++) {
      const socket = connect(page, "127.0.0.1").on("error", () => socket.destroy());
      clients.push(socket);
      await once(socket, "connect");
    }
    const readyz = await fetch(`http://127.0.0.1:${page}/readyz`);
    expect([readyz.status, await readyz.text()]).toEqual([200, "ready\n"]);
    server.kill("SIGHUP");
    expect(await line()).toBe("reloaded: nothing has changed");
    for (const client of clients) client.destroy();
    server.kill("SIGTERM");
    expect(await once(server, "close")).toEqual([0, null]);
    rmSync(folder, { recursive: true });
    expect(complaints).toBe(
      "TCP has room for 27 connections, not 1000: the process may have 100 descriptors (ulimit -n)\n",
    );
  },
);
