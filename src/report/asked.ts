import type { Name } from "../../dns/name.ts";

/** How often something that a plan deletes was asked for. */
export interface AskedDeletion {
  /** Its zone's origin. */
  readonly zone: Name;
  /** The RRset; left out where it is all of the zone. */
  readonly rrset?: { readonly owner: Name; readonly type: number };
  /** How many questions it answered, directly or by way of an alias, a wildcard or a referral; over all machines that told. */
  readonly count: number;
  /** Since when the first of them counts, and since when all do, none of them with a gap. */
  readonly first: Date;
  readonly since: Date;
  /** How many machines told, and how many there are. */
  readonly told: number;
  readonly machines: number;
  /** Who else answers for the zone, and could not be asked: nameservers by name, or words for them. */
  readonly others: readonly string[];
  /** What was written down at releases, with what was counted since; left out where nothing is, or it says nothing. */
  readonly recorded?: AskedRecorded;
}

/** What machines counted over releases, without our own questions at those. */
export interface AskedRecorded {
  /** Since when the first of them counted. */
  readonly first: Date;
  /**
   * Since when there was no question; undefined where there was one since the last release, something is lost since then, or not
   * all who answer were counted.
   */
  readonly since?: Date;
  /** Nobody counted around the restart of a machine: in so many releases, and for how long in all of them together. */
  readonly seams: { readonly releases: number; readonly milliseconds: number };
  readonly found: AskedBefore;
}

/** Whether it was asked for, and how often, where that is known. `perhaps`: it, or something else. */
export type AskedBefore =
  | { readonly kind: "none" }
  | { readonly kind: "some"; readonly count?: number }
  | { readonly kind: "perhaps" };

/** All who answer were asked: only then does a count of 0 say that nobody asks. */
export function isWholeCount({ told, machines, others }: AskedDeletion): boolean {
  return told > 0 && told === machines && others.length === 0;
}
