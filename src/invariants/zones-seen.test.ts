import { expect, test } from "vitest";
import { CDS, DNSKEY } from "../../dns/type-numbers.ts";
import { KEYS, signedExample } from "../../test/dnssec/signed-example.ts";
import { nameOf } from "../../test/zone-text.ts";
import { seeZones } from "./zones-seen.ts";

test("a zone that our nameservers sign answers what they say of its keys", () => {
  const [key] = KEYS.keys;
  const wanted = { ...KEYS, cds: "keys", keys: [{ ...key!, ds: "wanted" }] } as const;
  const { answerOf } = seeZones([signedExample(wanted)]);
  const countOf = (name: string, type: number) => answerOf({ name: nameOf(name), type })?.records.length;
  expect([DNSKEY, CDS].map((type) => countOf("example.com.", type))).toEqual([1, 1]);
  expect(countOf("ns1.example.com.", DNSKEY)).toBe(0);
});
