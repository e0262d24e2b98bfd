import type { Name } from "../../dns/name.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Referral } from "./referral.ts";

/** What a nameserver of the zones must answer. */
export type Expectation = Ending | AliasExpectation;

/** What is said of one name, be it the one asked for or the one at the end of an alias. */
export type Ending =
  | AnswerExpectation
  | AnyExpectation
  | NegativeExpectation
  | LookedUpExpectation
  | Referral
  /** The name lies in none of the zones, so nobody answers for it (RFC 1035 §4.1.1). */
  | { readonly outcome: "refused" };

/** Exactly these records, with authority. */
export interface AnswerExpectation {
  readonly outcome: "answer";
  readonly records: readonly ZoneRecord[];
}

/** To QTYPE ANY: one whole RRset of these, or more, or all (RFC 8482 §4.1); with authority. */
export interface AnyExpectation {
  readonly outcome: "any";
  readonly rrsets: readonly AnyRRset[];
  /** Each comes with its signatures, since the zone is signed and DO was set. */
  readonly isSigned: boolean;
  /** The name has an ALIAS too, so its addresses may be chosen. Which these are, questions for them tell. */
  readonly hasAlias: boolean;
}

/** One that may be chosen. */
export interface AnyRRset {
  readonly records: readonly ZoneRecord[];
  /** Those that the zone has; they may stand beside it even where nobody asks for them. */
  readonly signatures: readonly ZoneRecord[];
}

/** Nothing of this type, or no such name: with authority, and the SOA with the TTL of a negative answer. */
export interface NegativeExpectation {
  readonly outcome: "nodata" | "nxdomain";
  readonly soa: ZoneRecord;
  /** Of the SOA, where the zone is signed and they were asked for; then there is a proof, too. */
  readonly signatures: readonly ZoneRecord[];
}

/**
 * Addresses at a name with ALIAS, with authority: those of its target. Where our zones have these they are all of them, otherwise
 * some of what the target has at this moment, under its own TTL.
 */
export interface LookedUpExpectation {
  readonly outcome: "looked-up";
  readonly name: Name;
  /** A or AAAA. */
  readonly type: number;
  /** As it is written. */
  readonly target: Name;
  /** The name outside of our zones that has the last word; undefined where a zone of ours has. */
  readonly end: Name | undefined;
  /** Those that our zones have at the end; undefined with `end`. */
  readonly own: readonly Octets[] | undefined;
  /** The greatest TTL that an answer may have, in seconds. */
  readonly ttl: number;
}

/** An alias, with authority: its links, and what they lead to. */
export interface AliasExpectation {
  readonly outcome: "alias";
  /** The links that everybody follows, and the records that they lead to. */
  readonly records: readonly ZoneRecord[];
  /** May follow: it lies in another zone of ours, which the server need not follow the alias into, or is far away. */
  readonly more: readonly ZoneRecord[];
  /** The rcode is that of the last name (RFC 6604 §3), which depends on how far the server follows. */
  readonly rcodes: readonly number[];
  /**
   * What the last name's answer is, where everybody must come to it. Its records are among `records`, but for QTYPE ANY.
   * Undefined where the links lead out of the zones, or where a server may or must end before.
   */
  readonly end: Ending | undefined;
  /** The last name has an ALIAS: what may be told of it where a server goes so far, be it `end` or not. */
  readonly lookedUp?: LookedUpExpectation;
  /** The last name has an answer that a server may or must end before: what that says, too, may be in any section. */
  readonly isOpen: boolean;
}
