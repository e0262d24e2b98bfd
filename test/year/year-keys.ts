import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import type { PrivateKey } from "../../server/signing/signer.ts";
import { type KeyRole, tagOf, type ZoneKey } from "../../src/dnssec/zone-keys.ts";

/** RSASHA256, ECDSAP256SHA256 and ED25519. */
type YearAlgorithm = 8 | 13 | 15;

/** A key that is there all year: whether and how a zone has it, changes. */
export interface YearKey {
  readonly algorithm: YearAlgorithm;
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
  /** Of ED25519. */
  readonly edwards: YearKey;
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
    edwards: makeKey(15),
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

function makeKey(algorithm: YearAlgorithm): YearKey {
  const pair = makePair(algorithm);
  const key: KeyObject = pair.privateKey;
  const { publicKey } = publicKeyOf(pair.publicKey)!; // all are algorithms of ours
  const pkcs8 = key.export({ type: "pkcs8", format: "der" });
  return { algorithm, publicKey, private: { algorithm, publicKey, pkcs8 } };
}

function makePair(algorithm: YearAlgorithm) {
  switch (algorithm) {
    case 8:
      return generateKeyPairSync("rsa", { modulusLength: 2048 });
    case 13:
      return generateKeyPairSync("ec", { namedCurve: "P-256" });
    case 15:
      return generateKeyPairSync("ed25519");
    default:
      return algorithm satisfies never;
  }
}
