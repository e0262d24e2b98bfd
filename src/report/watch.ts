import type { Name } from "../../dns/name.ts";

/** What was seen outside of the nameservers: what can take a domain down while they are fine. */
export interface Watch {
  /** Alarms first. */
  readonly findings: readonly WatchFinding[];
  readonly registrations: readonly WatchedRegistration[];
  /** Of each signed zone, when its first signature ends. */
  readonly signatures: readonly WatchedSignature[];
  /** What was not looked at, and why. */
  readonly gaps: readonly WatchGap[];
}

/** Where somebody looks. `answers`: at our own nameservers. */
export type WatchPart = "answers" | "parents" | "registration" | "signatures";

/** One thing that is wrong. */
export interface WatchFinding {
  readonly part: WatchPart;
  readonly zone: Name;
  /** What of the part: the same in every run for the same thing, however its message changes. */
  readonly about: string;
  /** `alarm`: people cannot reach the domain, or soon will not. */
  readonly weight: "alarm" | "warning";
  /** A sentence without its final stop, which says the same as long as nothing changes: dates, no days that are left. */
  readonly message: string;
  /** What to do, a sentence. */
  readonly mend: string;
  /** When a run saw it first; undefined where nobody keeps that. */
  readonly since?: Date;
}

/** A registered domain, and what its registry says of it. */
export interface WatchedRegistration {
  readonly domain: Name;
  /** As the registry writes them. */
  readonly status: readonly string[];
  /** Undefined where the registry does not say it. */
  readonly ends?: Date;
  readonly registrar?: string;
}

/** The signature that ends first. */
export interface WatchedSignature {
  readonly zone: Name;
  readonly ends: Date;
}

/** Something that was not looked at. */
export interface WatchGap {
  readonly part: WatchPart;
  readonly zones: readonly Name[];
  /** `failed`: it may be known in the next run, so what was known before still counts. `left-out`: there is nothing to see. */
  readonly kind: "failed" | "left-out";
  /** A clause. */
  readonly reason: string;
}

/** The order in which findings are shown: alarms first, then by zone. */
export function compareFindings(a: WatchFinding, b: WatchFinding): number {
  if (a.weight !== b.weight) return a.weight === "alarm" ? -1 : 1;
  return keyOfFinding(a) < keyOfFinding(b) ? -1 : 1;
}

/** What tells one finding from another, in every run. */
export function keyOfFinding({ part, zone, about }: WatchFinding): string {
  return `${zone} ${part} ${about}`;
}
