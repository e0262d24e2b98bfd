import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { tablesOf, type ZoneTexts } from "../../test/serve-text.ts";
import { nameOf } from "../../test/zone-text.ts";
import type { Address } from "../address/address.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder, type Respond } from "../answer/respond.ts";
import { UNKNOWN_CLIENT } from "../query/client.ts";
import { listenTcp } from "../transport/tcp.ts";
import { listenUdp } from "../transport/udp-portable.ts";
import { selfCheck } from "./self-check.ts";

const LOOPBACK = { host: "127.0.0.1", port: 0 };
const BUILD = { commit: null, inputs: null, zones: null };
const DIGEST = "ab".repeat(48);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function zone(serial: number, zonemd = ""): string {
  return `@ SOA ns host ${serial} 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n${zonemd}`;
}

const responder = (zones: ZoneTexts) => makeResponder(tablesOf(zones), makeIdentity("iad/9070", "v"));

async function udp(respond: Respond): Promise<Address> {
  const { address, close } = await listenUdp(LOOPBACK, respond, fail);
  closers.push(close);
  return address;
}

async function tcp(respond: Respond): Promise<Address> {
  const { address, close } = await listenTcp(
    LOOPBACK,
    respond,
    { connections: 10, perAddress: 10, proxies: [], headersFrom: [], idle: 9_000, memory: 1 << 24 },
    fail,
  );
  closers.push(close);
  return address;
}

function fail(error: Error): void {
  throw error;
}

/** Self-check of servers with these zones, of the origins that UDP has. */
async function check(overUdp: ZoneTexts, overTcp = overUdp) {
  const server = {
    name: "host-1",
    udp: await udp(responder(overUdp)),
    tcp: await tcp(responder(overTcp)),
  };
  return await selfCheck(server, Object.keys(overUdp).map(nameOf), BUILD);
}

test("every zone with its serial, and the digest whose serial is the SOA's", async () => {
  expect(
    await check({
      "example.com.": zone(7, `@ ZONEMD 7 1 1 ${DIGEST}`),
      "example.org.": zone(8, `@ ZONEMD 7 1 1 ${DIGEST}`),
      "example.net.": zone(9, `@ ZONEMD 9 240 1 ${DIGEST}`),
    }),
  ).toEqual({
    version: 1,
    build: BUILD,
    renumbers: true,
    takesKeyStates: true,
    identity: "iad/9070",
    healthy: true,
    zones: [
      { name: "example.com.", serial: 7, digest: DIGEST, content: null, signed: null, udp: true, tcp: true },
      { name: "example.org.", serial: 8, digest: null, content: null, signed: null, udp: true, tcp: true },
      { name: "example.net.", serial: 9, digest: null, content: DIGEST, signed: null, udp: true, tcp: true },
    ],
    problems: [],
  });
});

test("300 zones are asked, more than go into one batch", async () => {
  const zones = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`z${index}.example.`, zone(index + 1)]),
  );
  const { healthy, zones: states } = await check(zones);
  expect(healthy).toBe(true);
  expect(states.map(({ serial }) => serial)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
});

test.each<[string, ZoneTexts, ZoneTexts, string[]]>([
  [
    "another serial over TCP",
    { "example.com.": zone(7) },
    { "example.com.": zone(8) },
    ["example.com.: serial 7, no digest over UDP, serial 8, no digest over TCP"],
  ],
  [
    "another digest over TCP",
    { "example.com.": zone(7, `@ ZONEMD 7 1 1 ${DIGEST}`) },
    { "example.com.": zone(7, `@ ZONEMD 7 1 1 ${"cd".repeat(48)}`) },
    ["example.com.: serial 7, digest abababab… over UDP, serial 7, digest cdcdcdcd… over TCP"],
  ],
  [
    "a zone that is refused over TCP",
    { "example.com.": zone(7) },
    { "example.org.": zone(7) },
    ["example.com. over TCP: REFUSED"],
  ],
  [
    "a zone that the other one delegates",
    { "sub.example.com.": zone(7) },
    { "example.com.": `${zone(7)}sub NS ns.sub\nns.sub A 192.0.2.2` },
    ["sub.example.com. over TCP: an answer without authority"],
  ],
  [
    "a zone that the other one has as a name",
    { "sub.example.com.": zone(7) },
    { "example.com.": `${zone(7)}sub A 192.0.2.2` },
    ["sub.example.com. over TCP: no SOA in the answer"],
  ],
])("not healthy: %s", async (_, overUdp, overTcp, problems) => {
  expect(await check(overUdp, overTcp)).toMatchObject({ healthy: false, problems });
});

test("not healthy: no zone at all", async () => {
  expect(await check({ "example.com.": zone(7) })).toMatchObject({ healthy: true });
  const address = await tcp(responder({ "example.com.": zone(7) }));
  const none = await selfCheck({ name: "host-1", udp: address, tcp: address }, [], BUILD);
  expect(none).toMatchObject({ healthy: false, problems: ["There is no zone"], identity: "host-1" });
});

test("a server that is dead over UDP and alive over TCP is told in time, and its serials with it", async () => {
  const silent = createSocket("udp4").bind(0, "127.0.0.1");
  await once(silent, "listening");
  closers.push(() => silent.close());
  const server = { name: "h", udp: silent.address(), tcp: await tcp(responder({ "example.com.": zone(7) })) };
  const dead = { host: "127.0.0.1", port: server.udp.port };
  expect(await selfCheck({ ...server, udp: dead }, [nameOf("example.com.")], BUILD)).toMatchObject({
    identity: "iad/9070",
    zones: [{ serial: 7, udp: false, tcp: true }],
    problems: ["example.com. over UDP: timeout"],
  });
});

test("closed ports are told in time, of many zones the first", async () => {
  const address = await udp(() => 0);
  const closed = await tcp(() => 0);
  for (const close of closers.splice(0)) await close();
  const origins = Array.from({ length: 60 }, (_, index) => nameOf(`z${index}.example.`));
  const result = await selfCheck({ name: "h", udp: address, tcp: closed }, origins, BUILD);
  expect(result.problems).toHaveLength(51);
  expect(result.problems[0]).toContain("z0.example. over UDP: ");
  expect(result.problems[1]).toContain("z0.example. over TCP: connect ECONNREFUSED");
  expect(result.problems[50]).toBe("and 70 more");
  expect(result.zones[59]).toEqual({
    name: "z59.example.",
    serial: null,
    digest: null,
    content: null,
    signed: null,
    udp: false,
    tcp: false,
  });
});

test("a connection that is cut in the middle costs only what was not answered yet", async () => {
  const zones = { "example.com.": zone(7) };
  const respond = responder(zones);
  let answered = 0;
  const server = createServer((socket) => {
    socket.once("data", (data: Buffer) => {
      const out = new Uint8Array(65535);
      const length = respond(data.subarray(2), data.readUInt16BE(0), out, 65535, UNKNOWN_CLIENT);
      answered = length;
      socket.end(Buffer.concat([Buffer.from([length >>> 8, length & 0xff]), out.subarray(0, length)]));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => server.close());
  const { port } = server.address() as { port: number }; // it listens on a port
  const address = { host: "127.0.0.1", port };
  const result = await selfCheck(
    { name: "h", udp: await udp(respond), tcp: address },
    [nameOf("example.com.")],
    BUILD,
  );
  expect(answered).toBeGreaterThan(0);
  expect(result.problems).toEqual(["example.com. over TCP: ZONEMD: the connection was closed"]);
});
