import type { Zone } from "../../dns/zone.ts";

/** Zones that know of each other: names in one point into the others, and some lie in others. */
export interface Universe {
  /** With the seed it gives the same zones again. */
  readonly number: number;
  readonly zones: readonly PlannedZone[];
}

/** A zone before the last step. */
export interface PlannedZone extends Zone {
  readonly finish: Finish;
}

/** What a zone gets last: nothing, a digest at its apex (RFC 8976), or signatures. */
export type Finish = "nothing" | "digest" | Signing;

/** How a zone is signed. */
export interface Signing {
  readonly by: "ldns-signzone" | "dnssec-signzone" | "zonepipe";
  /** NSEC (RFC 4034), or NSEC3 (RFC 5155) with or without opt-out; ours has none, and takes it for NSEC3. */
  readonly denial: "nsec" | "nsec3" | "opt-out";
}

/** A zone as all servers have it. */
export interface FinishedZone extends Zone {
  /** The file that our server gets in place of it, to sign it by itself. */
  readonly toSign?: string;
}
