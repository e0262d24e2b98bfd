import { expect, test } from "vitest";
import { zoneOf } from "../test/zone-text.ts";
import { dsOf, fitsKey, keyTag } from "./key-digest.ts";

// RFC 4034 §5.4: a key and its DS record.
const EXAMPLE = zoneOf(
  "dskey.example.com.",
  `@ 86400 IN DNSKEY 256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==
@ 86400 IN DS 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118
@ 86400 IN DS 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292119
@ 86400 IN DS 60485 8 1 2BB183AF5F22588179A53B0A98631FAD1A292118
@ 86400 IN DS 60486 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118
`,
).records;

test("a DS fits its key, and no other one does (RFC 4034 §5.4)", () => {
  const [key, ...all] = EXAMPLE;
  expect(keyTag(key!.rdata)).toBe(60485);
  expect(all.map((ds) => fitsKey(ds, key!))).toEqual([true, false, false, false]);
});

test("a zone without a key-signing key wants the DS of its zone key", () => {
  const [key] = EXAMPLE;
  const wanted = dsOf(key!.owner, [key!]);
  expect(wanted.map((ds) => fitsKey(ds, key!))).toEqual([true]);
});
