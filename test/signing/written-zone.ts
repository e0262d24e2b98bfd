import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { dsOf } from "../../dns/key-digest.ts";
import { printName } from "../../dns/name.ts";
import { ZONEMD } from "../../dns/records/zonemd.ts";
import { type PolicyKey, printPolicy, SIGNING_POLICY, type SigningPolicy } from "../../dns/signing/policy.ts";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { Zone } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { CONTENT, zonemdDigest } from "../../dns/zonemd.ts";
import type { PrivateKey } from "../../server/signing/signer.ts";
import { nameOf, zoneOf } from "../zone-text.ts";

/** A key of a zone with both halves. */
export interface TestKey {
  readonly policy: PolicyKey;
  readonly private: PrivateKey;
  /** PKCS#8, for a file that ends in `.pem`. */
  readonly pem: string;
}

/** A new key that signs everything, unless it is told what else. */
export function makeTestKey(algorithm: 13 | 15 = 13, more: Partial<PolicyKey> = {}): TestKey {
  const { privateKey } =
    algorithm === 13 ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("ed25519");
  const key: KeyObject = privateKey;
  const { publicKey } = publicKeyOf(key)!;
  return {
    policy: { flags: 257, algorithm, publicKey, signs: "all", isPublished: true, isWanted: false, ...more },
    private: { algorithm, publicKey, pkcs8: key.export({ type: "pkcs8", format: "der" }) },
    pem: key.export({ type: "pkcs8", format: "pem" }) as string, // which PEM is
  };
}

/** How a zone is to be signed, as far as that is not the usual. */
export type PolicyChanges = Partial<Omit<SigningPolicy, "keys">> & { readonly keys: readonly PolicyKey[] };

/** A policy with these keys. */
export function policyOf(changes: PolicyChanges): SigningPolicy {
  return {
    ...{ counter: 1, base: 0, windows: 5_000, denial: "nsec", ttl: 300, isLeaving: false, csync: false },
    ...changes,
  };
}

/** The zone file that the pipeline renders of a zone that is to be signed: with its policy, and the digest of its content. */
export function writtenZone(origin: string, text: string, changes: PolicyChanges): string {
  const { records } = zoneToSign(zoneOf(origin, text), changes);
  return `${records.map(printRecord).join("\n")}\n`;
}

/** The same, of a zone's records. */
export function zoneToSign({ origin, records }: Zone, changes: PolicyChanges): Zone {
  const policy = { owner: origin, type: SIGNING_POLICY, ttl: 300, rdata: printPolicy(policyOf(changes)) };
  const soa = records.find(({ type }) => type === SOA)!;
  const serialAt = soa.rdata.length - 20;
  const zero = { ...soa, rdata: `${soa.rdata.slice(0, serialAt)}\0\0\0\0${soa.rdata.slice(serialAt + 4)}` };
  const content = [...records.map((record) => (record === soa ? zero : record)), policy];
  const serial = Buffer.from(soa.rdata, "latin1").readUInt32BE(serialAt);
  const digest = zonemdDigest({ origin, records: content }, SHA384);
  const rdata = ZONEMD.write({ serial, scheme: CONTENT, hash_algorithm: SHA384, digest });
  const zonemd = { owner: origin, type: ZONEMD.code, ttl: soa.ttl, rdata };
  return { origin, records: [...records, policy, zonemd] };
}

const SHA384 = 1;

/** The DS record of a key, as a line of the zone above. */
export function dsLine(origin: string, { policy }: TestKey): string {
  const owner = nameOf(origin);
  const rdata =
    String.fromCharCode(policy.flags >> 8, policy.flags & 0xff, 3, policy.algorithm) + policy.publicKey;
  const [ds] = dsOf(owner, [{ owner, type: 48, ttl: 300, rdata }]);
  return `${printName(owner)} 300 DS ${printRecord(ds!).split(" DS ")[1]}\n`;
}
