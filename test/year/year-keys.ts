import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import type { PrivateKey } from "../../server/signing/signer.ts";
import { type KeyRole, tagOf, type ZoneKey } from "../../src/dnssec/zone-keys.ts";

/** A key that is there all year: whether and how a zone has it, changes. */
export interface YearKey {
  readonly algorithm: 8 | 13;
  readonly publicKey: string;
  readonly private: PrivateKey;
}

/** The keys of the zone under test by their names in the story, and those of the zones above it. */
export interface YearKeys {
  readonly root: YearKey;
  readonly parent: YearKey;
  /** Of RSASHA256: two that sign all or keys, two that sign the zone. */
  readonly old: YearKey;
  readonly next: YearKey;
  readonly zoneOne: YearKey;
  readonly zoneTwo: YearKey;
  /** Of ECDSAP256SHA256. */
  readonly curve: YearKey;
}

/** Makes all of them. */
export function makeYearKeys(): YearKeys {
  return {
    root: makeKey(13),
    parent: makeKey(13),
    old: makeKey(8),
    next: makeKey(8),
    zoneOne: makeKey(8),
    zoneTwo: makeKey(8),
    curve: makeKey(13),
  };
}

/** The key as `_keys.yaml` has it. */
export function keyIn(
  { algorithm, publicKey }: YearKey,
  role: KeyRole,
  state: ZoneKey["state"],
  ds: ZoneKey["ds"] = "absent",
): ZoneKey {
  const half = { algorithm, role, publicKey };
  return { ...half, tag: tagOf(half), state, since: 0, ds };
}

function makeKey(algorithm: 8 | 13): YearKey {
  const pair =
    algorithm === 8
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key: KeyObject = pair.privateKey;
  const { publicKey } = publicKeyOf(pair.publicKey)!; // both are algorithms of ours
  const pkcs8 = key.export({ type: "pkcs8", format: "der" });
  return { algorithm, publicKey, private: { algorithm, publicKey, pkcs8 } };
}
