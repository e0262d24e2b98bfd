import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Listener } from "../transport/listener.ts";
import { type After, listenHttp, type Pages } from "./listen-http.ts";

const LOOPBACK = { host: "127.0.0.1", port: 0 };
const fail = (error: Error) => {
  throw error;
};

const NOTHING: Pages = {
  fault: async () => undefined,
  notes: () => [],
  metrics: () => "",
  status: async () => "",
  asked: async () => undefined,
  aliases: () => "",
};

let fault: string | undefined;
let notes: readonly string[];
let searched: string | undefined;
let listener: Listener;
let base: string;
beforeEach(async () => {
  fault = undefined;
  notes = [];
  searched = undefined;
  listener = await listenHttp(
    LOOPBACK,
    {
      fault: async () => fault,
      notes: () => notes,
      metrics: () => "zonepipe_up 1\n",
      status: async () => "<!doctype html>",
      asked: async () => searched,
      aliases: () => "{}\n",
    },
    3,
    fail,
  );
  base = `http://127.0.0.1:${listener.address.port}`;
});
afterEach(() => listener.close());

async function ask(path: string, method = "GET") {
  const response = await fetch(`${base}${path}`, { method });
  return [response.status, response.headers.get("content-type"), await response.text()];
}

const PLAIN = "text/plain; charset=utf-8";

test("/livez is 200 as long as the process turns, whatever it answers", async () => {
  fault = "deaf";
  expect(await ask("/livez")).toEqual([200, PLAIN, "alive\n"]);
});

test("/readyz is 200, or 503 with the reason", async () => {
  expect(await ask("/readyz")).toEqual([200, PLAIN, "ready\n"]);
  notes = ["Zone example.org. is broken"];
  expect(await ask("/readyz")).toEqual([200, PLAIN, "ready\nZone example.org. is broken\n"]);
  notes = Array.from({ length: 60 }, (_, zone) => `${zone}`);
  expect((await ask("/readyz"))[2]).toMatch(/^ready\n0\n1\n.*\n49\nand 10 more\n$/s);
  fault = "example.com. over UDP: timeout";
  expect(await ask("/readyz?x=1")).toEqual([503, PLAIN, "example.com. over UDP: timeout\n"]);
});

test("/metrics is in the text format of Prometheus", async () => {
  expect(await ask("/metrics")).toEqual([200, "text/plain; version=0.0.4; charset=utf-8", "zonepipe_up 1\n"]);
});

test("/status is a page that may load and run nothing", async () => {
  const response = await fetch(`${base}/status`);
  expect([response.headers.get("content-type"), await response.text()]).toEqual([
    "text/html; charset=utf-8",
    "<!doctype html>",
  ]);
  expect(response.headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; /,
  );
  expect(await ask("/status", "HEAD")).toEqual([200, "text/html; charset=utf-8", ""]);
  expect((await ask("/"))[2]).toContain("/status");
});

test.each([
  ["/", "GET", 404],
  ["/readyz/..", "GET", 404],
  ["/readyz", "POST", 405],
  ["/metrics", "DELETE", 405],
])("%s by %s is %i", async (path, method, status) => {
  expect((await ask(path, method))[0]).toBe(status);
});

test("HEAD tells the status without the text", async () => {
  fault = "deaf";
  expect(await ask("/readyz", "HEAD")).toEqual([503, PLAIN, ""]);
});

test("who has been idle longest makes room for a newcomer", async () => {
  const idle = [];
  for (let client = 0; client < 10; client++) {
    const socket = connect(listener.address);
    socket.on("error", () => socket.destroy());
    await once(socket, "connect");
    idle.push(socket);
  }
  expect(await ask("/readyz")).toEqual([200, PLAIN, "ready\n"]);
  for (const socket of idle) socket.destroy();
});

test("one address cannot take the room of another, however many connections it makes and however slowly it asks", async () => {
  const slow: Socket[] = [];
  const openSlow = async () => {
    const socket = connect({ ...listener.address, localAddress: "127.0.0.7" });
    socket.on("error", () => socket.destroy());
    await once(socket, "connect");
    socket.write("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    slow.push(socket);
  };
  for (let client = 0; client < 100; client++) await openSlow();
  const other = connect({ ...listener.address, localAddress: "127.0.0.8" });
  await once(other, "connect");
  for (let client = 0; client < 100; client++) await openSlow();
  other.write("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  expect(String((await once(other, "data"))[0])).toContain("200 OK");
  for (const socket of [...slow, other]) socket.destroy();
});

/** A server whose page of metrics fits into no buffer between, and a timer that somebody else turns. */
async function startWithTimer() {
  const page = "x".repeat(64 << 20);
  const { promise: began, resolve: begin } = Promise.withResolvers<{
    milliseconds: number;
    run: () => void;
  }>();
  const { promise: cancelled, resolve: cancel } = Promise.withResolvers<void>();
  const after: After = (milliseconds, run) => {
    begin({ milliseconds, run });
    return cancel;
  };
  const pages = { ...NOTHING, metrics: () => page };
  const server = await listenHttp(LOOPBACK, pages, 3, fail, after);
  const reader = connect(server.address).pause();
  reader.write("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  let octets = 0;
  const read = async () => {
    reader.on("data", (chunk) => {
      octets += chunk.length;
    });
    reader.on("error", () => reader.destroy());
    await once(reader.resume(), "close");
    return octets > page.length ? "all" : "a part";
  };
  return { server, began, cancelled, read };
}

test("who reads an answer more slowly than its time allows is cut off", async () => {
  const { server, began, read } = await startWithTimer();
  const { milliseconds, run } = await began;
  expect(milliseconds).toBe(10_000);
  run();
  expect(await read()).toBe("a part");
  await server.close();
});

test("who reads it in time has all of it, and nobody is cut off later", async () => {
  const { server, began, cancelled, read } = await startWithTimer();
  await began;
  expect(await read()).toBe("all");
  await cancelled;
  await server.close();
});

test("closing ends connections that are kept open", async () => {
  const socket = connect(listener.address);
  await once(socket, "connect");
  const ended = once(socket.resume(), "close");
  await listener.close();
  await ended;
  await expect(fetch(base)).rejects.toThrow();
  listener = await listenHttp(LOOPBACK, NOTHING, 3, fail);
});

test("an address in use is an error", async () => {
  await expect(listenHttp(listener.address, NOTHING, 3, fail)).rejects.toThrow("EADDRINUSE");
});

test("/asked is for who is on the machine", async () => {
  expect(await ask("/asked?limit=x")).toEqual([
    400,
    PLAIN,
    "Expected limit=N, of=NAME/TYPE,… or zone=NAME\n",
  ]);
  searched = '{"asked":[]}\n';
  expect(await ask("/asked")).toEqual([200, "application/json", searched]);
});
