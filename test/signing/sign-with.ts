import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { flatten, unflatten } from "../../dns/flat-records.ts";
import { plainSigner } from "../../dns/signing/plain-signer.ts";
import { type PolicyKey, printPolicy, SIGNING_POLICY, type SigningPolicy } from "../../dns/signing/policy.ts";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import { signFlatZone } from "../../dns/signing/sign-zone.ts";
import { windowOf } from "../../dns/signing/window.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";

/** A key of a policy with its private half. */
export interface TestKey {
  readonly key: PolicyKey;
  readonly privateKey: KeyObject;
}

/** Makes a key that is published, wanted and signs everything, where nothing else is said. */
export function makeKey(algorithm: 8 | 13 | 14 | 15, how: Partial<PolicyKey> = {}): TestKey {
  const { publicKey, privateKey } = makePair(algorithm);
  const half = publicKeyOf(publicKey)!; // of the four algorithms
  return {
    key: { flags: 257, signs: "all", isPublished: true, isWanted: true, ...half, ...how },
    privateKey,
  };
}

function makePair(algorithm: 8 | 13 | 14 | 15): {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
} {
  switch (algorithm) {
    case 8:
      return generateKeyPairSync("rsa", { modulusLength: 2048 });
    case 13:
      return generateKeyPairSync("ec", { namedCurve: "P-256" });
    case 14:
      return generateKeyPairSync("ec", { namedCurve: "P-384" });
    case 15:
      return generateKeyPairSync("ed25519");
    default:
      return algorithm satisfies never;
  }
}

/** A policy with these keys. */
export function policyWith(keys: readonly TestKey[], how: Partial<SigningPolicy> = {}): SigningPolicy {
  return {
    counter: 1,
    base: 2900,
    windows: 260,
    denial: "nsec",
    ttl: 3600,
    keys: keys.map(({ key }) => key),
    isLeaving: false,
    csync: false,
    ...how,
  };
}

/** The zone with its policy record and all that a signer makes for a window; for that of now where none is said. */
export function signWith(
  zone: Zone,
  keys: readonly TestKey[],
  how: Partial<SigningPolicy> = {},
  window: number = windowOf(Date.now() / 1000),
): Zone {
  const policy = policyWith(keys, how);
  const record: ZoneRecord = {
    owner: zone.origin,
    type: SIGNING_POLICY,
    ttl: policy.ttl,
    rdata: printPolicy(policy),
  };
  const records = [...zone.records, record];
  const made = signFlatZone({
    origin: Buffer.from(zone.origin, "latin1"),
    records: flatten(records),
    policy,
    window,
    signerOf: (key) => {
      const found = keys.find((each) => each.key === key)!; // the policy has only these
      return plainSigner(key.algorithm, found.privateKey);
    },
  });
  return { origin: zone.origin, records: [...records, ...unflatten(made)] };
}
