import { type KeyObject, verify } from "node:crypto";
import { canonicalRdata } from "../../dns/canonical.ts";
import { keyTag } from "../../dns/key-digest.ts";
import { keyOf, labelsOf } from "../../dns/name.ts";
import { nodeHashOf } from "../../dns/signing/algorithms.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { publicKeyObject } from "./public-key-object.ts";

/** An RRset with its signatures, as it stood in an answer. */
export interface HeldRRset {
  /** Owner in lower case, and type. */
  readonly name: string;
  readonly type: number;
  readonly records: readonly ZoneRecord[];
  readonly signatures: readonly Signature[];
}

/** An RRSIG, read. */
export interface Signature {
  readonly algorithm: number;
  readonly labels: number;
  readonly ttl: number;
  /** Seconds since 1970. */
  readonly inception: number;
  readonly expiration: number;
  readonly tag: number;
  /** RRSIG's data but for the signature, in wire form; and the signature. */
  readonly head: Buffer;
  readonly octets: Buffer;
}

/** The RRsets of a section, each with the signatures beside it. */
export function rrsetsIn(section: readonly ZoneRecord[]): HeldRRset[] {
  const found = new Map<string, { records: ZoneRecord[]; signatures: Signature[]; type: number }>();
  for (const record of section) {
    const rdata = Buffer.from(record.rdata, "latin1");
    const type = record.type === RRSIG ? rdata.readUInt16BE(0) : record.type;
    const name = `${keyOf(record.owner)} ${type}`;
    const entry = found.get(name) ?? { records: [], signatures: [], type };
    found.set(name, entry);
    if (record.type === RRSIG) entry.signatures.push(readSignature(rdata));
    else entry.records.push(record);
  }
  return Array.from(found, ([name, entry]) => ({ name, ...entry }));
}

/**
 * Whether this DNSKEY made this signature of the RRset (RFC 4035 §5.3), whatever the time is. A signature is verified once: the
 * answer is kept for the objects.
 */
export function isMadeBy(rrset: HeldRRset, signature: Signature, key: ZoneRecord): boolean {
  const algorithm = key.rdata.charCodeAt(3);
  if (algorithm !== signature.algorithm || keyTag(key.rdata) !== signature.tag) return false;
  const place = `${rrset.name} ${signature.octets.toString("base64")} ${key.rdata}`;
  const known = verified.get(place);
  if (known?.rrset === rrset) return known.isGood;
  const data = Buffer.concat([signature.head, ...canonical(rrset.records, signature)]);
  const options = { key: keyObject(key.rdata), dsaEncoding: "ieee-p1363" as const };
  const isGood = verify(nodeHashOf(algorithm), data, options, signature.octets);
  verified.set(place, { rrset, isGood });
  return isGood;
}

/** Whether it is its time, by a strict clock. */
export function isTimely({ inception, expiration }: Signature, at: number): boolean {
  return inception <= at && at <= expiration;
}

const verified = new Map<string, { readonly rrset: HeldRRset; readonly isGood: boolean }>();
const keyObjects = new Map<string, KeyObject>();

function keyObject(rdata: string): KeyObject {
  const known =
    keyObjects.get(rdata) ?? publicKeyObject(rdata.charCodeAt(3), Buffer.from(rdata.slice(4), "latin1"));
  keyObjects.set(rdata, known);
  return known;
}

function readSignature(rdata: Buffer): Signature {
  let end = SIGNER_AT;
  while (rdata[end] !== 0) end += 1 + rdata[end]!;
  return {
    ...{ algorithm: rdata[2]!, labels: rdata[3]!, ttl: rdata.readUInt32BE(4) },
    ...{ expiration: rdata.readUInt32BE(8), inception: rdata.readUInt32BE(12), tag: rdata.readUInt16BE(16) },
    ...{ head: rdata.subarray(0, end + 1), octets: rdata.subarray(end + 1) },
  };
}

const SIGNER_AT = 18;

/** The records as they are signed (RFC 4034 §3.1.8.1, §6.3), at a wildcard where there are fewer labels. */
function canonical(records: readonly ZoneRecord[], { labels, ttl }: Signature): Buffer[] {
  return records
    .map(({ owner, type, rdata }) => {
      const all = labelsOf(owner);
      const name = all.length > labels ? `\x01*${wireOf(all.slice(all.length - labels))}` : keyOf(owner);
      const data = canonicalRdata(type, rdata);
      const head = Buffer.alloc(10);
      head.writeUInt16BE(type, 0);
      head.writeUInt16BE(1, 2);
      head.writeUInt32BE(ttl, 4);
      head.writeUInt16BE(data.length, 8);
      return {
        data,
        octets: Buffer.concat([Buffer.from(name, "latin1"), head, Buffer.from(data, "latin1")]),
      };
    })
    .sort((a, b) => (a.data < b.data ? -1 : 1))
    .map(({ octets }) => octets);
}

function wireOf(labels: readonly string[]): string {
  return `${labels.map((label) => String.fromCharCode(label.length) + label.toLowerCase()).join("")}\0`;
}
