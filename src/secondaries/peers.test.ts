import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Name } from "../../dns/name.ts";
import { printName } from "../../dns/name.ts";
import { type ReferenceNameserver, startReference } from "../../test/reference-nameservers.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { renderZone, withSerial } from "../render/render-zone.ts";
import { lookAt } from "../world/dns-client-look.ts";
import { followSecondaries } from "./follow.ts";

const zone = (origin: string, address: string) =>
  zoneOf(origin, `@ 60 SOA ns1 h 0 3600 900 604800 60\n@ 60 NS ns1\nns1 60 A ${address}\n`);

/** As it is deployed with serial 8, and what the secondary has in its file. */
const CASES = [
  { origin: "same.test.", has: renderZone(zone("same.test.", "192.0.2.1"), 8), kind: "follows digest" },
  { origin: "plain.test.", has: withSerial(zone("plain.test.", "192.0.2.1"), 8), kind: "follows serial" },
  { origin: "old.test.", has: renderZone(zone("old.test.", "192.0.2.9"), 7), kind: "behind 7 after 3600 s" },
  { origin: "other.test.", has: renderZone(zone("other.test.", "192.0.2.9"), 8), kind: "other-content" },
  { origin: "ahead.test.", has: renderZone(zone("ahead.test.", "192.0.2.1"), 9), kind: "ahead" },
  { origin: "none.test.", has: undefined, kind: "absent" },
];

describe.each(["nsd", "knot", "bind"] as const)("%s with files of its own", (kind) => {
  let peer: ReferenceNameserver;
  beforeAll(async () => {
    peer = await startReference(
      kind,
      CASES.flatMap(({ has }) => (has === undefined ? [] : [has])),
    );
  });
  afterAll(() => peer.stop());

  test("stands with each zone as it does", async () => {
    const nameserver = { name: "ns3.example.net.", address: "127.0.0.1", port: peer.port };
    const [proof] = await followSecondaries(
      {
        secondaries: [{ nameserver, feed: { by: "files" }, serves: () => true }],
        versions: CASES.map(({ origin }) => ({ zone: zone(origin, "192.0.2.1"), serial: 8 })),
        deadline: 0,
      },
      {
        look: lookAt,
        notify: () => Promise.reject(new Error("nobody is notified")),
        clock: { now: () => 0, wait: () => Promise.resolve() },
      },
    );
    const found = proof!.zones.map(({ zone: origin, standing }) => ({
      origin: printName(origin as Name),
      kind:
        standing.kind === "follows"
          ? `follows ${standing.seen}`
          : standing.kind === "behind"
            ? `behind ${standing.serial} after ${standing.timers?.refresh} s`
            : standing.kind,
    }));
    expect(found).toEqual(CASES.map(({ origin, kind: standing }) => ({ origin, kind: standing })));
  });
});
