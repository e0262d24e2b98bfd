import { expect, onTestFinished, test } from "vitest";
import { rcodeOf } from "../../dns/message-rcode.ts";
import { type Fault, startFaultyNameserver } from "../../test/fakes/faulty-nameserver.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import type { Shown } from "../serial/shown.ts";
import { lookAt } from "../world/dns-client-look.ts";
import { shownByNameserver } from "./shown-by-nameserver.ts";

const ZONE = zoneOf("example.com.", `@ SOA ns1 h 7 2 3 4 60\n@ ZONEMD 7 1 1 ${"ab".repeat(48)}`);
const OTHER = nameOf("example.net.");
const PATIENCE = { timeout: 500, tries: 20 };
const WHO = { by: "ns1.example.com. (127.0.0.1)", nameserver: "ns1.example.com." };
const TIMERS = { refresh: 2, retry: 3 };
const DIGEST = { algorithm: 1, digest: "\xab".repeat(48) };

test("a nameserver shows serial and digest of the zones that it serves, and no other zone", async () => {
  expect(await shown({})).toEqual([
    { ...WHO, kind: "serial", serial: 7, digest: DIGEST, timers: TIMERS },
    { ...WHO, kind: "absent" },
  ]);
});

test("whose first packet is lost shows them as well", async () => {
  let count = 0;
  expect(await shown({ closed: ["tcp"], silent: () => count++ === 0 })).toMatchObject([
    { kind: "serial", serial: 7, digest: DIGEST },
    { kind: "absent" },
  ]);
});

test("that answers over TCP alone shows them as well", async () => {
  expect(await shown({ closed: ["udp"] })).toMatchObject([
    { kind: "serial", serial: 7, digest: DIGEST },
    { kind: "absent" },
  ]);
});

test("that does not answer for ZONEMD shows the serial", async () => {
  const silent: Fault["silent"] = ({ question }) => question[0]?.type === typeOf("ZONEMD");
  expect(await shown({ silent }, { timeout: 500, tries: 2 })).toEqual([
    { ...WHO, kind: "serial", serial: 7, timers: TIMERS },
    { ...WHO, kind: "absent" },
  ]);
});

test.for([
  { rcode: "REFUSED", kind: "absent" },
  { rcode: "NOTAUTH", kind: "absent" },
  { rcode: "NXDOMAIN", kind: "absent" },
  { rcode: "NOERROR", kind: "absent" },
  { rcode: "SERVFAIL", kind: "silent", reason: "it answers SERVFAIL", fails: true },
  { rcode: "FORMERR", kind: "silent", reason: "it answers FORMERR", fails: true },
  { rcode: "NOTIMP", kind: "silent", reason: "it answers NOTIMP", fails: true },
])("that says $rcode and nothing else is $kind", async ({ rcode, ...expected }) => {
  const change: Fault["change"] = (reply) => ({
    ...reply,
    rcode: rcodeOf(rcode)!,
    flags: { ...reply.flags, aa: false },
    answer: [],
    authority: [],
  });
  expect(await shown({ change })).toEqual([
    { ...WHO, ...expected },
    { ...WHO, ...expected },
  ]);
});

test("that gives the SOA without AA does not tell what is published", async () => {
  const change: Fault["change"] = (reply) => ({ ...reply, flags: { ...reply.flags, aa: false } });
  expect(await shown({ change })).toMatchObject([
    { kind: "silent", reason: "it answers without authority, as a cache does" },
    { kind: "absent" },
  ]);
});

test("whose ports are closed is silent, and says why of every zone", async () => {
  const silent = { ...WHO, kind: "silent", reason: "the port is closed (ECONNREFUSED)" };
  expect(await shown({ closed: ["udp", "tcp"] })).toEqual([silent, silent]);
});

async function shown(fault: Fault, patience = PATIENCE): Promise<Shown[]> {
  const { port, stop } = await startFaultyNameserver(ZONE, fault);
  onTestFinished(stop);
  const nameserver = { name: "ns1.example.com.", address: "127.0.0.1", port };
  return shownByNameserver(nameserver, [ZONE.origin, OTHER], lookAt, patience);
}
