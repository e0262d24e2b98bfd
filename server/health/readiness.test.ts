import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tablesOf } from "../../test/serve-text.ts";
import { nameOf } from "../../test/zone-text.ts";
import type { Address } from "../address/address.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder, type Respond } from "../answer/respond.ts";
import { listenTcp } from "../transport/tcp.ts";
import { listenUdp } from "../transport/udp-portable.ts";
import { makeReadiness } from "./readiness.ts";

const LOOPBACK = { host: "127.0.0.1", port: 0 };
const LIMITS = {
  connections: 10,
  perAddress: 10,
  proxies: [],
  headersFrom: [],
  idle: 9_000,
  memory: 1 << 20,
};
const ZONE = "@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";
const ORIGINS = [nameOf("example.com."), nameOf("example.org.")];

const serve = makeResponder(tablesOf({ "example.com.": ZONE, "example.org.": ZONE }), makeIdentity("s", "v"));
const fail = (error: Error) => {
  throw error;
};

/** How many questions came, by either transport. */
let asked = 0;
const respond: Respond = (...packet) => {
  asked += 1;
  return serve(...packet);
};

let closers: (() => unknown)[] = [];
let udp: Address;
let tcp: Address;
beforeEach(async () => {
  asked = 0;
  const udpListener = await listenUdp(LOOPBACK, respond, fail);
  const tcpListener = await listenTcp(LOOPBACK, respond, LIMITS, fail);
  udp = udpListener.address;
  tcp = tcpListener.address;
  closers = [udpListener.close, tcpListener.close];
});
afterEach(async () => {
  vi.useRealTimers();
  for (const close of closers) await close();
});

test("a server that answers over UDP and TCP is ready", async () => {
  expect(await makeReadiness({ udp, tcp }, () => ORIGINS).fault()).toBeUndefined();
  expect(asked).toBe(2);
});

test("a server that is deaf over UDP or TCP is not, and says by which", async () => {
  const silent = createSocket("udp4").bind(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address();
  const deaf = makeReadiness({ udp: { host: "127.0.0.1", port }, tcp }, () => ORIGINS);
  expect(await deaf.fault()).toBe("example.com. over UDP: timeout");
  silent.close();
  await closers.pop()?.();
  const withoutTcp = await makeReadiness({ udp, tcp }, () => ORIGINS).fault();
  expect(withoutTcp).toMatch(/^example\.com\. over TCP: connect ECONNREFUSED/);
});

test("a server that refuses its own zone, or has none, is not ready", async () => {
  const other = makeReadiness({ udp, tcp }, () => [nameOf("example.net.")]);
  expect(await other.fault()).toBe("example.net. over UDP: REFUSED; example.net. over TCP: REFUSED");
  expect(await makeReadiness({ udp, tcp }, () => []).fault()).toBe("There is no zone");
});

test("what was found holds for a second; then the next zone is asked for", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const names: string[] = [];
  const readiness = makeReadiness({ udp, tcp }, () => {
    names.push("asked");
    return ORIGINS;
  });
  await Promise.all([readiness.fault(), readiness.fault()]);
  await readiness.fault();
  expect({ looked: names.length, asked }).toEqual({ looked: 1, asked: 2 });
  vi.advanceTimersByTime(1_001);
  await readiness.fault();
  expect({ looked: names.length, asked }).toEqual({ looked: 2, asked: 4 });
});

test("once it is stopping it is not ready, even if the question is under way", async () => {
  const readiness = makeReadiness({ udp, tcp }, () => ORIGINS);
  const under = readiness.fault();
  readiness.stop();
  expect(await under).toBe("The server is stopping");
  expect(await readiness.fault()).toBe("The server is stopping");
});
