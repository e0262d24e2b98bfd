import type { Zone } from "../../dns/zone.ts";

/** Zones that know of each other: names in one point into the others, and some lie in others. */
export interface Universe {
  /** With the seed it gives the same zones again. */
  readonly number: number;
  readonly zones: readonly Zone[];
}
