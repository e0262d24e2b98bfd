import { createHash } from "node:crypto";
import { keyOf, type Name } from "./name.ts";
import { DNSKEY } from "./records/dnskey.ts";
import { DS as DS_TYPE } from "./records/ds.ts";
import { decode } from "./records/index.ts";
import { DS } from "./type-numbers.ts";
import type { ZoneRecord } from "./zone.ts";

/** Hash functions by DS digest type: SHA-1 (RFC 4034), SHA-256 (RFC 4509), SHA-384 (RFC 6605). */
const HASHES = new Map([
  [1, "sha1"],
  [2, "sha256"],
  [4, "sha384"],
]);
const SHA256 = 2;

const ZONE_KEY = 0x0100; // the Zone Key flag (RFC 4034 §2.1.1)
const SEP = 0x0001; // the Secure Entry Point flag
const REVOKE = 0x0080; // RFC 5011 §2.1

/** The DS record refers to this key and its digest is right (RFC 4034 §5.1.4, §5.2). */
export function fitsKey(ds: ZoneRecord, key: ZoneRecord): boolean {
  const wanted = decode(DS, ds.rdata);
  const has = decode(DNSKEY.code, key.rdata);
  if (wanted.type !== "DS" || has.type !== "DNSKEY") return false;
  if ((has.flags & ZONE_KEY) === 0 || (has.flags & REVOKE) !== 0) return false;
  if (wanted.algorithm !== has.algorithm || wanted.key_tag !== keyTag(key.rdata)) return false;
  return digestOf(key, wanted.digest_type) === wanted.digest;
}

/** The DS records that the keys of a zone want: of those that sign keys, or of all where none says so. */
export function dsOf(zone: Name, keys: readonly ZoneRecord[]): ZoneRecord[] {
  const flagsOf = ({ rdata }: ZoneRecord) => (rdata.charCodeAt(0) << 8) | rdata.charCodeAt(1);
  const usable = keys.filter((key) => (flagsOf(key) & ZONE_KEY) !== 0 && (flagsOf(key) & REVOKE) === 0);
  const entries = usable.filter((key) => (flagsOf(key) & SEP) !== 0);
  return (entries.length > 0 ? entries : usable).map((key) => ({
    owner: zone,
    type: DS,
    ttl: key.ttl,
    rdata: DS_TYPE.write({
      key_tag: keyTag(key.rdata),
      algorithm: key.rdata.charCodeAt(3),
      digest_type: SHA256,
      digest: digestOf(key, SHA256)!,
    }),
  }));
}

function digestOf({ owner, rdata }: ZoneRecord, type: number): string | undefined {
  const hash = HASHES.get(type);
  return hash === undefined
    ? undefined
    : createHash(hash)
        .update(keyOf(owner) + rdata, "latin1")
        .digest("latin1");
}

/** RFC 4034 Appendix B. */
export function keyTag(rdata: string): number {
  let sum = 0;
  for (let at = 0; at < rdata.length; at++) {
    sum += (at & 1) === 1 ? rdata.charCodeAt(at) : rdata.charCodeAt(at) << 8;
  }
  return (sum + ((sum >> 16) & 0xffff)) & 0xffff;
}
