import { expect, test } from "vitest";
import { dsOf } from "../../dns/key-digest.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { KEYS, signedExample } from "../../test/dnssec/signed-example.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { keysAtApex } from "./keys-at-apex.ts";

const LINE = "example.com. 3600 IN DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=";

test("a zone that our nameservers sign has the keys that are published, though no record of it says so", () => {
  const zone = signedExample();
  expect(keysAtApex(zone).map(printRecord)).toEqual([LINE]);
  expect(dsOf(zone.origin, keysAtApex(zone)).map(printRecord)).toEqual([
    "example.com. 3600 IN DS 3613 15 2 3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b", // RFC 8080 §6.1
  ]);
  const [key] = KEYS.keys;
  expect(keysAtApex(signedExample({ ...KEYS, keys: [{ ...key!, state: "early" }] }))).toEqual([]);
});

test("another zone has those that stand in it, at its apex", () => {
  const text = `@ SOA ns h 1 2 3 4 5\n${LINE}\nsub.${LINE}\n`;
  expect(keysAtApex(zoneOf("example.com.", text)).map(printRecord)).toEqual([LINE]);
});
