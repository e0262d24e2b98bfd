import type { Signing } from "./sign.ts";

/** What a validating resolver thinks of an answer (RFC 4033 §5). */
export type Verdict = "secure" | "insecure" | "bogus";

/** A question about the zone of `parentZone`, relative to its origin. */
export interface ValidationCase {
  readonly kind: string;
  readonly name: string;
  readonly type: string;
  readonly verdict: Verdict;
  /**
   * The verdict where the NSEC3 record that covers the next closer name has the opt-out flag: an unsigned delegation
   * may hide there, so the answer is not proven (RFC 5155 §9.2). delv still calls an NXDOMAIN validated.
   */
  readonly optOut?: { readonly delv: Verdict; readonly unbound: Verdict };
}

const UNPROVEN = { delv: "insecure", unbound: "insecure" } as const;
const ABSENT = { delv: "secure", unbound: "insecure" } as const;

/** The questions whose answers are put to the validators: every kind of answer that a signed zone gives. */
export function validationCases({ signer, denial }: Signing): readonly ValidationCase[] {
  // ldns-signzone proves unsigned delegations also with opt-out, so only dnssec-signzone leaves one unproven.
  const insecureDs = signer === "bind" ? ABSENT : ({ delv: "secure", unbound: "secure" } as const);
  return [
    { kind: "address", name: "www", type: "A", verdict: "secure" },
    { kind: "answer that is cut over UDP", name: "big", type: "TXT", verdict: "secure" },
    { kind: "SOA", name: "@", type: "SOA", verdict: "secure" },
    { kind: "keys", name: "@", type: "DNSKEY", verdict: "secure" },
    { kind: "NSEC3PARAM or its absence", name: "@", type: "NSEC3PARAM", verdict: "secure" },
    ...(denial === "NSEC" ? [{ kind: "NSEC", name: "@", type: "NSEC", verdict: "secure" } as const] : []),
    { kind: "no data", name: "www", type: "MX", verdict: "secure" },
    { kind: "no data at the apex", name: "@", type: "TXT", verdict: "secure" },
    { kind: "empty non-terminal", name: "ent", type: "A", verdict: "secure" },
    { kind: "empty non-terminal, deeper", name: "b.ent", type: "A", verdict: "secure" },
    { kind: "no such name", name: "nothing", type: "A", verdict: "secure", optOut: ABSENT },
    { kind: "no such name, deep", name: "a.b.c.nothing", type: "A", verdict: "secure", optOut: ABSENT },
    { kind: "no such name below a name", name: "x.www", type: "A", verdict: "secure", optOut: ABSENT },
    { kind: "no such name below an empty one", name: "x.ent", type: "A", verdict: "secure", optOut: ABSENT },
    { kind: "wildcard", name: "x.wild", type: "A", verdict: "secure", optOut: UNPROVEN },
    { kind: "wildcard, deep", name: "y.x.wild", type: "A", verdict: "secure", optOut: UNPROVEN },
    { kind: "wildcard asked for itself", name: "*.wild", type: "A", verdict: "secure" },
    { kind: "no data at a wildcard", name: "x.wild", type: "MX", verdict: "secure", optOut: ABSENT },
    { kind: "alias for another type", name: "alias", type: "MX", verdict: "secure" },
    { kind: "alias by wildcard", name: "x.wild-alias", type: "A", verdict: "secure", optOut: UNPROVEN },
    { kind: "aliases in a chain", name: "two-steps", type: "A", verdict: "secure" },
    { kind: "alias of nothing", name: "gone", type: "A", verdict: "secure", optOut: ABSENT },
    { kind: "DNAME", name: "www.old", type: "A", verdict: "secure" },
    { kind: "DNAME to nothing", name: "nope.old", type: "A", verdict: "secure", optOut: ABSENT },
    { kind: "DS", name: "secure", type: "DS", verdict: "secure" },
    { kind: "no DS", name: "insecure", type: "DS", verdict: "secure", optOut: insecureDs },
    { kind: "address in a signed child", name: "www.secure", type: "A", verdict: "secure" },
    { kind: "no such name there", name: "nope.secure", type: "A", verdict: "secure", optOut: ABSENT },
    { kind: "address in an unsigned child", name: "www.insecure", type: "A", verdict: "insecure" },
    { kind: "no such name there", name: "nope.insecure", type: "A", verdict: "insecure" },
  ];
}
