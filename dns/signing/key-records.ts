import { createHash } from "node:crypto";
import { keyTag } from "../key-digest.ts";
import { keyOf, type Name } from "../name.ts";
import { CDNSKEY } from "../records/cdnskey.ts";
import { CDS } from "../records/cds.ts";
import { CSYNC } from "../records/csync.ts";
import { DNSKEY } from "../records/dnskey.ts";
import { DS } from "../records/ds.ts";
import { A, AAAA, NS } from "../type-numbers.ts";
import type { Octets } from "../wire.ts";
import type { PolicyKey, SigningPolicy } from "./policy.ts";

/** What a DNSKEY record says of a key. */
export type ZoneKey = Pick<PolicyKey, "flags" | "algorithm" | "publicKey">;

/** A record at the apex, without the owner. */
export interface ApexRecord {
  readonly type: number;
  readonly ttl: number;
  readonly rdata: Octets;
}

/** What a policy puts at the apex, but for the chain of denials: DNSKEY, CDS, CDNSKEY and CSYNC. */
export function keyRecords(origin: Name, serial: number, policy: SigningPolicy): ApexRecord[] {
  const { ttl, keys, isLeaving, csync } = policy;
  const made: ApexRecord[] = [];
  for (const key of keys) {
    const rdata = dnskeyOf(key);
    if (key.isPublished) made.push({ type: DNSKEY.code, ttl, rdata });
    if (!key.isWanted || isLeaving) continue;
    made.push({ type: CDNSKEY.code, ttl, rdata });
    made.push({ type: CDS.code, ttl, rdata: delegationSigner(origin, key) });
  }
  if (isLeaving) {
    // Alone, and exactly so: the parent is to remove its DS (RFC 8078 §4).
    made.push({
      type: CDS.code,
      ttl,
      rdata: CDS.write({ key_tag: 0, algorithm: 0, digest_type: 0, digest: "\0" }),
    });
    made.push({
      type: CDNSKEY.code,
      ttl,
      rdata: CDNSKEY.write({ flags: 0, protocol: PROTOCOL, algorithm: 0, public_key: "\0" }),
    });
  }
  if (csync) {
    const rdata = CSYNC.write({ soa_serial: serial, flags: IMMEDIATE, types: [A, NS, AAAA] });
    made.push({ type: CSYNC.code, ttl, rdata });
  }
  return made;
}

/** The data of the key's DNSKEY record (RFC 4034 §2.1). */
export function dnskeyOf({ flags, algorithm, publicKey }: ZoneKey): Octets {
  return DNSKEY.write({ flags, protocol: PROTOCOL, algorithm, public_key: publicKey });
}

/** The key's tag (RFC 4034, Appendix B). */
export function tagOf(key: ZoneKey): number {
  return keyTag(dnskeyOf(key));
}

/** The data of the DS that names the key, with SHA-256 (RFC 4509); CDS has the same (RFC 7344 §3.1). */
export function delegationSigner(zone: Name, key: ZoneKey): Octets {
  const dnskey = dnskeyOf(key);
  const digest = createHash("sha256")
    .update(keyOf(zone) + dnskey, "latin1")
    .digest("latin1");
  return DS.write({ key_tag: keyTag(dnskey), algorithm: key.algorithm, digest_type: SHA256, digest });
}

const PROTOCOL = 3; // RFC 4034 §2.1.2
const SHA256 = 2;
/** The parent need not wait for somebody to say so elsewhere (RFC 7477 §3). */
const IMMEDIATE = 1;
