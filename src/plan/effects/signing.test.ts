import { describe, expect, test } from "vitest";
import { SIGNING_POLICY } from "../../../dns/signing/policy.ts";
import type { Zone } from "../../../dns/zone.ts";
import { ED25519_KEY } from "../../../test/dnssec/keys-yaml.ts";
import { KEYS, signedExample } from "../../../test/dnssec/signed-example.ts";
import { tagOf, type ZoneKey, type ZoneKeys } from "../../dnssec/zone-keys.ts";
import { changesBetween } from "../changes.ts";
import { signingSentences } from "./signing.ts";

const CSK = KEYS.keys[0]!;
const DS = "example.com. DS 3613 15 2 3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b"; // RFC 8080 §6.1

const OTHER: ZoneKey = tagged({ ...CSK, publicKey: "\x01".repeat(32) });

function tagged(key: ZoneKey): ZoneKey {
  return { ...key, tag: tagOf(key) };
}

function unsigned(zone: Zone): Zone {
  return { ...zone, records: zone.records.filter(({ type }) => type !== SIGNING_POLICY) };
}

function sentences(before: Zone, after: Zone): string[] {
  const placed = { records: after.records.map((record) => ({ ...record })) };
  return changesBetween(before, placed).flatMap((change) => signingSentences(change, after.origin));
}

const keys = (more: Partial<ZoneKeys>) => signedExample({ ...KEYS, counter: 2, ...more });

test("the DS of the RFC's key is the RFC's", () => {
  expect(Buffer.from(CSK.publicKey, "latin1").toString("base64")).toBe(ED25519_KEY);
});

describe("what a change of keys does", () => {
  const signed = signedExample();
  test.each<[string, Zone, Zone, readonly string[]]>([
    [
      "signing begins",
      unsigned(signed),
      signed,
      [
        "Signing begins with key 3613 (ED25519), and with NSEC",
        `The parent gets its DS when every nameserver has answered the keys for 1 hour: ${DS}`,
      ],
    ],
    [
      "signing ends",
      signed,
      unsigned(signed),
      [
        "Signing ends, with key 3613 (ED25519): whoever still has a DS of the zone takes it for forged, so none may be at the parent or in a cache",
      ],
    ],
    [
      "CDS asks for a DS",
      signed,
      keys({ cds: "keys", keys: [{ ...CSK, ds: "wanted" }] }),
      [`CDS now asks the parent for one DS and no other: that of key 3613 (ED25519), ${DS}`],
    ],
    [
      "CDS asks for nothing more",
      keys({ cds: "keys", keys: [{ ...CSK, ds: "wanted" }] }),
      signed,
      ["CDS no longer asks the parent for anything"],
    ],
    [
      "CDS asks that every DS goes",
      signed,
      keys({ cds: "delete" }),
      ["CDS now asks the parent to remove every DS"],
    ],
    [
      "a key comes, and waits",
      signed,
      keys({ keys: [CSK, { ...OTHER, state: "published" }] }),
      [`Key ${OTHER.tag} (ED25519) comes: it is published, and signs nothing yet`],
    ],
    [
      "a key begins to sign, and another ceases",
      keys({ keys: [CSK, { ...OTHER, state: "published" }] }),
      keys({ counter: 3, keys: [{ ...CSK, state: "retired" }, OTHER] }),
      [`Key ${OTHER.tag} (ED25519) begins to sign`, "Key 3613 (ED25519) no longer signs"],
    ],
    [
      "a key that is early is published",
      keys({ keys: [CSK, { ...OTHER, state: "early" }] }),
      keys({ counter: 3, keys: [CSK, OTHER] }),
      [`Key ${OTHER.tag} (ED25519) is published`],
    ],
    [
      "a key goes",
      keys({ keys: [CSK, { ...OTHER, state: "retired" }] }),
      keys({ counter: 3 }),
      [`Key ${OTHER.tag} (ED25519) goes: it is no longer published`],
    ],
    [
      "other denials, another TTL, CSYNC",
      signed,
      keys({ denial: "nsec3", ttl: 600, csync: true }),
      [
        "What does not exist is proved by NSEC3 from now on",
        "Keys may be kept for 10 minutes, no longer for 1 hour",
        "CSYNC asks the parent to take over NS and glue",
      ],
    ],
    ["the counter alone: nothing", signed, keys({}), []],
  ])("%s", (_, before, after, expected) => {
    expect(sentences(before, after)).toEqual(expected);
  });
});
