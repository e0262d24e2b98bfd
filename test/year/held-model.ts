import { fitsKey } from "../../dns/key-digest.ts";
import { NOERROR } from "../../dns/message-rcode.ts";
import type { Name } from "../../dns/name.ts";
import { DNSKEY, DS, NS } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { readDenials } from "../../src/proof/denial.ts";
import { nameOf, typeOf } from "../zone-text.ts";
import { type HeldRRset, isMadeBy, isTimely, rrsetsIn } from "./verify-rrset.ts";
import { askVersion, type Version } from "./versions.ts";
import { YEAR } from "./year-zones.ts";

/** An answer that a cache holds. */
export interface Held {
  /** The same for the same octets. */
  readonly id: string;
  readonly question: string;
  readonly rcode: number;
  readonly isReferral: boolean;
  readonly rrsets: readonly HeldRRset[];
  /** For how long a cache may have it, in seconds. */
  readonly ttl: number;
  /** What its denial proves, or why nothing. */
  readonly denial: string;
}

/** What comes of an answer, with the answers about keys that a validator has at that time. */
export type Verdict = "secure" | "insecure" | { readonly bogus: string };

/** The answers that a validator puts together. */
export interface Mixture {
  /** Of the parent, about DS of the zone; keys of the parent, which are trusted when it is their time. */
  readonly ds: Held;
  readonly parentKeys: Held;
  /** The zone's DNSKEY. */
  readonly keys: Held;
  readonly data: Held;
}

/** Whose rule it is that every algorithm has signatures: that of the DS alone, or that of the DNSKEY RRset, too (RFC 4035 §2.2). */
export type Strictness = "ds" | "all";

/** Judges them by the records themselves, and signatures by node:crypto; it knows of no policy (RFC 4035 §5). */
export function judgeMixture(
  { ds, parentKeys, keys, data }: Mixture,
  at: number,
  strictness: Strictness,
): Verdict {
  const above = recordsOf(parentKeys, DNSKEY);
  const dsRecords = recordsOf(ds, DS);
  for (const rrset of ds.rrsets) {
    if (!isSignedBy(rrset, above, at)) return { bogus: `DS: ${whyNot(rrset, above, at)}` };
  }
  if (dsRecords.length === 0) return ds.denial === "no-type" ? "insecure" : { bogus: `no DS: ${ds.denial}` };
  const published = recordsOf(keys, DNSKEY);
  const keyRrset = keys.rrsets.find(({ type }) => type === DNSKEY);
  if (keyRrset === undefined) return { bogus: "no-keys" };
  const algorithms = new Set(dsRecords.map(({ rdata }) => rdata.charCodeAt(2)));
  for (const algorithm of algorithms) {
    const named = published.filter((key) =>
      dsRecords.some((each) => each.rdata.charCodeAt(2) === algorithm && fitsKey(each, key)),
    );
    if (!isSignedBy(keyRrset, named, at))
      return { bogus: named.length === 0 ? "ds-without-key" : `DNSKEY: ${whyNot(keyRrset, named, at)}` };
  }
  const wanted = new Set(algorithms);
  if (strictness === "all") for (const { rdata } of published) wanted.add(rdata.charCodeAt(3));
  if (data.rcode !== NOERROR && data.rcode !== NXDOMAIN) return { bogus: "SERVFAIL" };
  for (const rrset of data.rrsets) {
    if (data.isReferral && rrset.type === NS) continue; // it is the child's (RFC 4035 §2.2)
    for (const algorithm of wanted) {
      const alike = published.filter(({ rdata }) => rdata.charCodeAt(3) === algorithm);
      if (isSignedBy(rrset, alike, at)) continue;
      const why = isSignedBy(rrset, published, at) ? "algorithm-missing" : whyNot(rrset, published, at);
      return { bogus: why };
    }
  }
  return data.denial.startsWith("nothing") ? { bogus: data.denial } : "secure";
}

/** Whether this is bogus. */
export function isBogus(verdict: Verdict): verdict is { readonly bogus: string } {
  return typeof verdict !== "string";
}

/** What caches hold of a version when they asked it this. */
export function hold(version: Version, question: string, apex: Name = YEAR): Held {
  const known = heldOf.get(version) ?? new Map<string, Held>();
  heldOf.set(version, known);
  const found = known.get(question);
  if (found !== undefined) return found;
  const { rcode, flags, answer, authority } = askVersion(version, question);
  const rrsets = [...rrsetsIn(answer), ...rrsetsIn(authority)];
  const [name = "", type = ""] = question.split(" ");
  const said = { name: nameOf(name), type: typeOf(type), rcode, answer, authority };
  const denials = readDenials(said, () => apex);
  const held: Held = {
    id: `${question} ${version.id}`,
    ...{ question, rcode, rrsets, isReferral: rcode === NOERROR && !flags.aa },
    ttl: Math.max(0, ...rrsets.flatMap(({ records }) => records.map(({ ttl }) => ttl))),
    denial: denials
      .map((denial) => (denial.kind === "nothing" ? `nothing: ${denial.reason}` : denial.kind))
      .join(" "),
  };
  known.set(question, held);
  return held;
}

/** A time within which a verdict about these cannot become another: no signature begins or ends. */
export function steadyFrom(
  held: readonly Held[],
  at: number,
): { readonly from: number; readonly until: number } {
  let [from, until] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { rrsets } of held) {
    for (const { signatures } of rrsets) {
      for (const { inception, expiration } of signatures) {
        for (const border of [inception, expiration + 1]) {
          if (border <= at) from = Math.max(from, border);
          else until = Math.min(until, border);
        }
      }
    }
  }
  return { from, until };
}

const NXDOMAIN = 3;
const heldOf = new WeakMap<Version, Map<string, Held>>();

function recordsOf({ rrsets }: Held, type: number): readonly ZoneRecord[] {
  return rrsets.find((rrset) => rrset.type === type && rrset.records.length > 0)?.records ?? [];
}

function isSignedBy(rrset: HeldRRset, keys: readonly ZoneRecord[], at: number): boolean {
  return rrset.signatures.some(
    (signature) => isTimely(signature, at) && keys.some((key) => isMadeBy(rrset, signature, key)),
  );
}

function whyNot(rrset: HeldRRset, keys: readonly ZoneRecord[], at: number): string {
  if (rrset.signatures.length === 0) return "no-signature";
  const made = rrset.signatures.filter((signature) => keys.some((key) => isMadeBy(rrset, signature, key)));
  if (made.length === 0) return "signature-without-key";
  return made.every(({ expiration }) => expiration < at) ? "signature-expired" : "signature-not-yet";
}
