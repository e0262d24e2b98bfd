import { expect, onTestFinished, test } from "vitest";
import { type Fault, startFaultyNameserver } from "../../test/fakes/faulty-nameserver.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import type { Shown } from "../serial/shown.ts";
import { lookAt } from "../world/dns-client-look.ts";
import { shownByNameserver } from "./shown-by-nameserver.ts";

const ZONE = zoneOf("example.com.", `@ SOA ns1 h 7 2 3 4 60\n@ ZONEMD 7 1 1 ${"ab".repeat(48)}`);
const OTHER = nameOf("example.net.");
const PATIENCE = { timeout: 500, tries: 20 };
const BY = "ns1.example.com. (127.0.0.1)";
const DIGEST = { algorithm: 1, digest: "\xab".repeat(48) };

test("a nameserver shows serial and digest of the zones that it serves, and no other zone", async () => {
  expect(await shown({})).toEqual([
    { by: BY, kind: "serial", serial: 7, digest: DIGEST },
    { by: BY, kind: "absent" },
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
    { by: BY, kind: "serial", serial: 7 },
    { by: BY, kind: "absent" },
  ]);
});

test("that refuses is no nameserver of the zone", async () => {
  const change: Fault["change"] = (reply) => ({
    ...reply,
    rcode: 5,
    flags: { ...reply.flags, aa: false },
    answer: [],
    authority: [],
  });
  expect(await shown({ change })).toMatchObject([{ kind: "absent" }, { kind: "absent" }]);
});

test("whose ports are closed is silent, and says why of every zone", async () => {
  const silent = { by: BY, kind: "silent", reason: "the port is closed (ECONNREFUSED)" };
  expect(await shown({ closed: ["udp", "tcp"] })).toEqual([silent, silent]);
});

async function shown(fault: Fault, patience = PATIENCE): Promise<Shown[]> {
  const { port, stop } = await startFaultyNameserver(ZONE, fault);
  onTestFinished(stop);
  const nameserver = { name: "ns1.example.com.", address: "127.0.0.1", port };
  return shownByNameserver(nameserver, [ZONE.origin, OTHER], lookAt, patience);
}
