import fc from "fast-check";
import { keyOf, type Name } from "../../dns/name.ts";
import { isOfSigning } from "../../dns/signing-types.ts";
import type { Zone } from "../../dns/zone.ts";
import { policyRecord } from "../../src/dnssec/policy.ts";
import type { ZoneKeys } from "../../src/dnssec/zone-keys.ts";
import { KEYS } from "../dnssec/signed-example.ts";
import { arbitraryPair, type ZonePair } from "./zone-pair.ts";

const [ONE] = KEYS.keys;
const TWO = { ...ONE!, tag: 2, publicKey: "2".repeat(32) };

/** Ways to sign a zone, by what they are called; the tags of keys are not looked at. */
export const WAYS = {
  "one key": KEYS,
  "one key, two weeks later": { ...KEYS, base: KEYS.base + 2 },
  "a second key published": {
    ...KEYS,
    counter: 2,
    keys: [ONE!, { ...TWO, role: "zsk", state: "published" }],
  },
  "the second key alone": { ...KEYS, counter: 3, keys: [TWO] },
  "both keys": { ...KEYS, counter: 2, keys: [ONE!, TWO] },
  "CDS and CSYNC": { ...KEYS, counter: 2, cds: "keys", csync: true, keys: [{ ...ONE!, ds: "wanted" }] },
  NSEC3: { ...KEYS, counter: 2, denial: "nsec3" },
} as const satisfies { readonly [way: string]: ZoneKeys };

/** See `WAYS`; `none`: it is not signed. */
export type Way = keyof typeof WAYS | "none";

/** The zone, signed in that way by our nameservers. */
export function signedIn(way: Way, zone: Zone): Zone {
  if (way === "none") return zone;
  const { origin, records } = zone;
  const written = records.filter(({ type }) => !isOfSigning(type));
  return { origin, records: [...written, policyRecord({ origin }, WAYS[way])] };
}

/** Pairs of which some zones are signed by our nameservers, in the same way on both sides or not. */
export function arbitrarySignedPair(): fc.Arbitrary<ZonePair> {
  const way = fc.constantFrom<Way>("none", ...(Object.keys(WAYS) as Way[])); // their keys are ways
  const ways = fc.oneof(
    way.map((each) => [each, each] as const),
    fc.tuple(way, way),
  );
  return fc.tuple(arbitraryPair(), fc.array(ways, { minLength: 4, maxLength: 4 })).map(([pair, chosen]) => {
    const origins = [...new Set([...pair.before, ...pair.after].map(({ origin }) => keyOf(origin)))];
    const wayOf = (origin: Name, side: 0 | 1): Way =>
      chosen[origins.indexOf(keyOf(origin)) % chosen.length]?.[side] ?? "none";
    return {
      before: pair.before.map((zone) => signedIn(wayOf(zone.origin, 0), zone)),
      after: pair.after.map((zone) => signedIn(wayOf(zone.origin, 1), zone)),
    };
  });
}
