import { dsOf, fitsKey } from "../../dns/key-digest.ts";
import type { Name } from "../../dns/name.ts";
import { DNSKEY } from "../../dns/records/dnskey.ts";
import type { PolicyKey, SigningPolicy } from "../../dns/signing/policy.ts";
import { DS } from "../../dns/type-numbers.ts";
import { type Octets, Writer } from "../../dns/wire.ts";

/** How a zone is signed at a time; undefined: not at all. */
export type SignedBy = Pick<SigningPolicy, "keys"> | undefined;

/** What a validator may hold of a zone at one time, each part from a time of its own. */
export interface Held {
  /** The zone's DS RRset: data of its records. None: the parent denies it. */
  readonly ds: readonly Octets[];
  /** How the zone was signed when its DNSKEY RRset was answered, and when its other data were. */
  readonly keys: SignedBy;
  readonly data: SignedBy;
}

/** What comes of it (RFC 4035 §4.3), and why it is bogus. */
export type Verdict = "secure" | "insecure" | { readonly bogus: Break };

/** Where the chain of trust breaks. */
export type Break =
  /** DS are there, and no DNSKEY RRset is. */
  | "no-keys"
  /** None of the keys that DS name stands in the DNSKEY RRset and signs it. */
  | "ds-without-key"
  /** The data have no signature. */
  | "no-signature"
  /** No signature of the data is by a key of the DNSKEY RRset. */
  | "signature-without-key"
  /** An algorithm of the DS or DNSKEY RRset has no signature: some validators demand each (RFC 4035 §2.2). */
  | "algorithm-missing";

/**
 * Follows the chain of trust from the DS to the data as a strict validator does (RFC 4035 §5, RFC 6840 §5.11 leaves it the
 * choice to want every algorithm). Times of signatures are not looked at, nor what a validator does not know of algorithms.
 */
export function judgeHeld(zone: Name, { ds, keys, data }: Held): Verdict {
  if (ds.length === 0) return "insecure";
  if (keys === undefined) return { bogus: "no-keys" };
  const published = keys.keys.filter(({ isPublished }) => isPublished);
  const signsKeys = published.filter(({ signs }) => signs === "all" || signs === "keys");
  if (!ds.some((one) => signsKeys.some((key) => isNamedBy(zone, one, key))))
    return { bogus: "ds-without-key" };
  if (data === undefined) return { bogus: "no-signature" };
  const signing = data.keys.filter(({ signs }) => signs === "all" || signs === "zone");
  const isGood = (key: PolicyKey) => published.some((other) => isSameKey(key, other));
  if (!signing.some(isGood)) return { bogus: "signature-without-key" };
  const demanded = [...ds.map((one) => one.charCodeAt(2)), ...published.map(({ algorithm }) => algorithm)];
  const isSigned = (algorithm: number) =>
    signing.some((key) => key.algorithm === algorithm) &&
    (published.every((key) => key.algorithm !== algorithm) ||
      signing.some((key) => key.algorithm === algorithm && isGood(key)));
  return demanded.every(isSigned) ? "secure" : { bogus: "algorithm-missing" };
}

/** Both have the same public key, whatever they do in the zone. */
export function isSameKey(a: PolicyKey, b: PolicyKey): boolean {
  return a.publicKey === b.publicKey && a.algorithm === b.algorithm && a.flags === b.flags;
}

/** The DS record's data name this key of the zone (RFC 4034 §5.2). */
export function isNamedBy(zone: Name, ds: Octets, key: PolicyKey): boolean {
  const record = { owner: zone, ttl: 0 };
  return fitsKey({ ...record, type: DS, rdata: ds }, { ...record, type: DNSKEY.code, rdata: dnskeyOf(key) });
}

/** The data of the DS record that names this key of the zone, with SHA-256 (RFC 4509 §2). */
export function dsFor(zone: Name, key: PolicyKey): Octets {
  return dsOf(zone, [{ owner: zone, type: DNSKEY.code, ttl: 0, rdata: dnskeyOf(key) }])[0]!.rdata; // one key has one DS
}

/** The key as a DNSKEY record's data (RFC 4034 §2.1). */
export function dnskeyOf({ flags, algorithm, publicKey }: PolicyKey): Octets {
  const out = new Writer(4 + publicKey.length);
  out.u16(flags);
  out.u8(PROTOCOL);
  out.u8(algorithm);
  out.octets(publicKey);
  return out.since(0);
}

const PROTOCOL = 3; // RFC 4034 §2.1.2
