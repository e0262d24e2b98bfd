import { expect, test } from "vitest";
import { parsePolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { nameOf, zoneOf } from "../../test/zone-text.ts";
import { policyIn, policyOf, policyRecord } from "./policy.ts";
import type { KeyState, ZoneKey, ZoneKeys } from "./zone-keys.ts";

const KEY: ZoneKey = {
  tag: 1,
  algorithm: 13,
  role: "csk",
  state: "active",
  since: 0,
  ds: "absent",
  publicKey: "x".repeat(64),
};

function zoneKeys(keys: readonly Partial<ZoneKey>[], more: Partial<ZoneKeys> = {}): ZoneKeys {
  return {
    counter: 7,
    base: 2970,
    windows: 260,
    denial: "nsec3",
    ttl: 3600,
    cds: "none",
    csync: true,
    keys: keys.map((key) => ({ ...KEY, ...key })),
    ...more,
  };
}

test.each<[KeyState, signs: string, isPublished: boolean]>([
  ["early", "all", false],
  ["published", "none", true],
  ["active", "all", true],
  ["retired", "none", true],
  ["late", "all", false],
  ["foreign", "none", true],
])("a key that is %s", (state, signs, isPublished) => {
  expect(policyOf(zoneKeys([{ state }])).keys).toMatchObject([{ signs, isPublished, flags: 257 }]);
});

test("a ksk signs the keys, a zsk the zone and has no SEP flag", () => {
  expect(policyOf(zoneKeys([{ role: "ksk" }, { role: "zsk" }])).keys).toMatchObject([
    { signs: "keys", flags: 257 },
    { signs: "zone", flags: 256 },
  ]);
});

test("CDS names the keys whose DS is wanted or there, and none while nothing is asked of the parent", () => {
  const ds = ["absent", "wanted", "seen", "leaving"] as const;
  const keys = ds.map((each) => ({ ds: each }));
  const wanted = (cds: ZoneKeys["cds"]) => policyOf(zoneKeys(keys, { cds })).keys.map((key) => key.isWanted);
  expect(wanted("keys")).toEqual([false, true, true, false]);
  expect(wanted("none")).toEqual([false, false, false, false]);
  expect([wanted("delete").includes(true), policyOf(zoneKeys(keys, { cds: "delete" })).isLeaving]).toEqual([
    false,
    true,
  ]);
});

test("the record is read as what was written, at the apex and nowhere else", () => {
  const zone = zoneOf("example.com.", "@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n");
  const keys = zoneKeys([{}]);
  const record = policyRecord(zone, keys);
  expect(record).toMatchObject({ owner: zone.origin, type: SIGNING_POLICY, ttl: 3600 });
  expect(policyIn({ ...zone, records: [...zone.records, record] })).toEqual(policyOf(keys));
  expect(parsePolicy(record.rdata)).toEqual(policyOf(keys));
  const below = { ...record, owner: nameOf("a.example.com.") };
  expect(policyIn({ ...zone, records: [...zone.records, below] })).toBeUndefined();
});
