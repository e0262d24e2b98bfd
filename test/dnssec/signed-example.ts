import type { Zone } from "../../dns/zone.ts";
import { policyRecord } from "../../src/dnssec/policy.ts";
import type { ZoneKeys } from "../../src/dnssec/zone-keys.ts";
import { zoneOf } from "../zone-text.ts";
import { ED25519_KEY } from "./keys-yaml.ts";

/** The key of RFC 8080 §6.1, alone and active. */
export const KEYS: ZoneKeys = {
  counter: 1,
  base: 2970,
  windows: 260,
  denial: "nsec",
  ttl: 3600,
  cds: "none",
  csync: false,
  keys: [
    {
      tag: 3613,
      algorithm: 15,
      role: "csk",
      state: "active",
      since: 1_796_040_000,
      ds: "absent",
      publicKey: Buffer.from(ED25519_KEY, "base64").toString("latin1"),
    },
  ],
};

/** A zone that our nameservers sign. */
export function signedExample(keys: ZoneKeys = KEYS, more = "", origin = "example.com."): Zone {
  const zone = zoneOf(
    origin,
    `@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 300\n@ 3600 NS ns1\nns1 300 A 192.0.2.53\n${more}`,
  );
  return { ...zone, records: [...zone.records, policyRecord(zone, keys)] };
}
