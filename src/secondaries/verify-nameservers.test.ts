import { expect, onTestFinished, test } from "vitest";
import { printName } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { startReference } from "../../test/reference-nameservers.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { renderZone } from "../render/render-zone.ts";
import { type ConfiguredNameserver, DEFAULT_CONFIG } from "../source/config.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import { builtInClient } from "../world/dns-client.ts";
import { lookAt } from "../world/dns-client-look.ts";
import type { World } from "../world.ts";
import { verifyNameservers } from "./verify-nameservers.ts";

const zone = (address: string) =>
  zoneOf("example.com.", `@ 60 SOA ns1 h 0 3600 900 604800 60\n@ 60 NS ns1\nns1 60 A ${address}\n`);

/** The zone as its settings have it: all of its nameservers are fed by transfer. */
function source(fed: ConfiguredNameserver["fed"]): SourceZone {
  const at = { file: "z", line: 1, column: 1 };
  const nameserver = { name: zone("192.0.2.1").origin, addresses: ["127.0.0.1"], at };
  return {
    ...zone("192.0.2.1"),
    file: "z",
    records: zone("192.0.2.1").records.map((record) => ({ ...record, at, nameAt: at })),
    config: { ...DEFAULT_CONFIG, nameservers: [{ ...nameserver, ...(fed && { fed }) }] },
  };
}

async function serve(...zones: Zone[]): Promise<Nameserver> {
  const { port, stop } = await startReference("nsd", zones);
  onTestFinished(stop);
  return { name: "ns3.", address: "127.0.0.1", port };
}

async function verifyBy(servers: readonly Nameserver[], fed: ConfiguredNameserver["fed"]) {
  let now = 0;
  const clock = {
    now: () => now,
    wait: (milliseconds: number) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
  const world = {
    asker: () => Promise.resolve(builtInClient),
    look: lookAt,
    progress: { step: () => {}, count: () => {}, end: () => {} },
    patience: { seed: "s", deadline: 2_000, timeout: 1_000, pause: 500, slow: 60_000, clock },
  } as unknown as World; // nothing else is touched
  const expected = [renderZone(zone("192.0.2.1"), 8)];
  const { verification, behind } = await verifyNameservers([source(fed)], servers, world, expected);
  const ports = new Map(servers.map(({ port }, index) => [port, index]));
  return {
    right: verification.paths.map(
      ({ nameserver, asked, passed }) => `${ports.get(nameserver.port)} ${asked === passed}`,
    ),
    behind: behind.map(
      ({ nameserver, zones }) => `${ports.get(nameserver.port)} ${printName(zones[0]!.zone)}`,
    ),
  };
}

const FED = { by: "transfer", notify: [] } as const;
const servers = () =>
  Promise.all([
    serve(renderZone(zone("192.0.2.1"), 8)),
    serve(renderZone(zone("192.0.2.9"), 7)),
    serve(renderZone(zone("192.0.2.9"), 8)),
  ]);

test("a secondary that is behind is told and not asked more; one with other content is wrong", async () => {
  expect(await verifyBy(await servers(), FED)).toEqual({
    right: ["0 true", "0 true", "2 false", "2 false"],
    behind: ["1 example.com."],
  });
});

test("one of ours that has the zone before is wrong", async () => {
  expect(await verifyBy((await servers()).slice(0, 2), undefined)).toEqual({
    right: ["0 true", "0 true", "1 false", "1 false"],
    behind: [],
  });
});
