import type { Name } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import type { PlacedRecord } from "../source/source-zone.ts";

/** One zone on both sides of a change. */
export interface ZonePair {
  readonly origin: Name;
  /** None where the zone is new. Undefined where nobody knows them: then nothing in the zone is decided. */
  readonly before?: readonly PlacedRecord[];
  /** Undefined where the zone goes: others may answer for it, so nothing in it is decided. */
  readonly after?: readonly PlacedRecord[];
  /** Nothing changes in it, so that one reading of its records does for both sides. */
  readonly isSame?: boolean;
  /** The RRsets that differ in data or TTL, where somebody has compared them already. */
  readonly changed?: readonly RrsetName[];
}

/**
 * What fails for those whose resolver still holds some of the old answers beside some of the new, and fails neither by
 * the old ones alone nor by the new ones alone.
 */
export interface Mixture {
  /** The zone of the dependent record. */
  readonly zone: Name;
  /** Of the dependent RRset. */
  readonly owner: Name;
  readonly type: number;
  readonly kind: MixtureKind;
  /** It breaks mail, a delegation or DNSSEC, so somebody must allow it by name. */
  readonly isDanger: boolean;
  /** What fails, for how long, and what to do about it: one sentence without its final stop. */
  readonly message: string;
  /** Seconds after the last machine and secondary answers the new. */
  readonly from: 0;
  /** In the same seconds; unknown where it hangs on a TTL of a parent zone that is not ours. */
  readonly until: Lifetime;
  /** How to do it without: in order. */
  readonly remedy: readonly RemedyStep[];
  /** Of the record that makes the difference, after the change; left out where it is none. */
  readonly at?: Position;
  /** What a resolver holds of the old when it fails. */
  readonly held: readonly RrsetName[];
}

/** What depends on what. */
export type MixtureKind =
  /** MX, or an address where there is none (RFC 5321 §5.1), to a host's addresses. */
  | "mail"
  /** A sender policy to the policies, hosts and exchanges that it names (RFC 7208). */
  | "spf"
  /** SRV, SVCB and HTTPS to a host's addresses. */
  | "service"
  /** NS to a nameserver's addresses or glue. */
  | "delegation"
  /** CNAME and DNAME to what their target has. */
  | "alias"
  /** The addresses of a host among each other: one family that takes the place of the other. */
  | "addresses"
  /** DS to DNSKEY (RFC 4035 §5.2); of a zone that our nameservers sign on to its signatures, too. */
  | "keys"
  /** RRSIG to DNSKEY (RFC 4035 §5.3.1). */
  | "signatures"
  /** TLSA to the certificate of the service it stands for (RFC 6698). */
  | "certificate";

/** Seconds, or unknown because others decide. */
export type Lifetime = number | "unknown";

/** An RRset, or that there is none. */
export interface RrsetName {
  readonly owner: Name;
  readonly type: number;
}

/** One thing to do, so many seconds after the one before it has reached every nameserver. */
export interface RemedyStep {
  readonly after: Lifetime;
  /** A sentence without its final stop. */
  readonly what: string;
}
