import type { Name } from "../../dns/name.ts";

/** What a denial proves, or that it proves nothing: a plain value, in which other records that prove the same are equal. */
export type Denial = Proved | NotProved;

/** Names are in lower case. */
export interface Proved {
  /**
   * The name does not exist; it has no such type; it does not exist, so that what a wildcard makes is right; or it is delegated
   * to a zone that is not signed.
   */
  readonly kind: "no-name" | "no-type" | "wildcard" | "insecure-delegation";
  readonly name: Name;
  /** The type that is denied; none where the proof is of the name. */
  readonly type: number | undefined;
  /** The longest name at or above it that is proved to exist. With opt-out names below it may exist, too. */
  readonly closestEncloser: Name;
  /** The wildcard that is not there (`no-name`), has no such type (`no-type` without opt-out), or stands in (`wildcard`). */
  readonly wildcard: Name | undefined;
  /** Rests on an NSEC3 with opt-out, beside which unsigned delegations may exist (RFC 5155 §6). */
  readonly optOut: boolean;
}

/** Why it proves nothing, in words without a final stop. */
export interface NotProved {
  readonly kind: "nothing";
  readonly reason: string;
}

/** What NSEC or NSEC3 records of one zone prove, asked for one thing at a time. */
export interface Evidence {
  readonly noName: (name: Name, type: number) => Denial;
  readonly noType: (name: Name, type: number) => Denial;
  readonly insecureDelegation: (name: Name, type: number) => Denial;
  /** The name does not exist, and neither does any between it and this wildcard's parent. */
  readonly wildcard: (name: Name, wildcard: Name) => Denial;
}

/** A denial that proves nothing, with its reason. */
export function notProved(reason: string): NotProved {
  return { kind: "nothing", reason };
}
