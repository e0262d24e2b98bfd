import { describe, expect, test } from "vitest";
import { makeKey, policyWith } from "../../test/signing/sign-with.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { flatten } from "../flat-records.ts";
import type { Zone } from "../zone.ts";
import type { SigningPolicy } from "./policy.ts";
import { whyUnsignable } from "./unsignable.ts";

const HEAD = "@ 3600 SOA ns h 7 7200 900 1209600 300\n@ 3600 NS ns\nns 3600 A 192.0.2.1\n";
const key = makeKey(15);

test("a zone with one SOA and a key for everything can be signed", () => {
  expect(why(zoneOf("example.com.", HEAD))).toBeUndefined();
});

describe("what cannot be signed is told", () => {
  test.each([
    ["no SOA", "@ 60 NS ns\n", "it has not one SOA at its apex"],
    ["two SOAs", `${HEAD}@ 3600 SOA ns h 8 7200 900 1209600 300\n`, "it has not one SOA at its apex"],
    ["an NSEC of somebody", `${HEAD}a 60 NSEC b A\n`, "it has NSEC already, which whoever signs it makes"],
    [
      "a DNSKEY of somebody",
      `${HEAD}@ 60 DNSKEY 256 3 13 QUJD\n`,
      "it has DNSKEY already, which whoever signs it makes",
    ],
  ])("%s", (_, text, fault) => {
    expect(why(zoneOf("example.com.", text))).toBe(fault);
  });

  test("a name that has no room for hashes, where there are to be some", () => {
    const origin = `${"a23456789.".repeat(22)}com.`;
    expect(why(zoneOf(origin, HEAD), { denial: "nsec3" })).toBe(
      "its name leaves no room for the hashes of NSEC3",
    );
    expect(why(zoneOf(origin, HEAD))).toBeUndefined();
  });

  test.each([
    ["keys alone", [makeKey(13, { signs: "keys" })], "no key signs the records of the zone"],
    ["the zone alone", [makeKey(13, { signs: "zone" })], "no key signs DNSKEY"],
    ["nothing", [makeKey(13, { signs: "none" })], "no key signs DNSKEY"],
    ["the same twice", [key, key], /^two keys have the tag \d+$/],
    [
      "with SHA-1",
      [makeKey(13, { algorithm: 5 })],
      /^key \d+ cannot sign: its SHA-1 must not sign any more \(RFC 9905\)$/,
    ],
    [
      "cut short",
      [makeKey(15, { publicKey: "abc" })],
      /^key \d+ is not right: a key of ED25519 has 32 octets, and this one has 3$/,
    ],
  ])("keys that sign %s", (_, keys, fault) => {
    const policy = policyWith(keys);
    const reason = whyUnsignable(
      zoneOf("example.com.", HEAD).origin,
      flatten(zoneOf("example.com.", HEAD).records),
      policy,
    );
    if (typeof fault === "string") expect(reason).toBe(fault);
    else expect(reason).toMatch(fault);
  });
});

test("a key of another provider may be of any algorithm, for it signs nothing here", () => {
  const foreign = makeKey(13, { signs: "none", algorithm: 5 });
  expect(why(zoneOf("example.com.", HEAD), { keys: [key.key, foreign.key] })).toBeUndefined();
});

function why({ origin, records }: Zone, how: Partial<SigningPolicy> = {}): string | undefined {
  return whyUnsignable(origin, flatten(records), policyWith([key], how));
}
