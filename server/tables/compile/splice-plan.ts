import type { Tables } from "../tables.ts";

/** What tables are made of. */
export interface Splice {
  readonly served: Tables;
  /**
   * Zones whose content is another, and those nearest above a zone that comes or goes. Of all others that lie in one of these, an apex
   * alone (see `addZone`), which is taken by nobody.
   */
  readonly compiled: Tables;
  /** All zones, in their order. */
  readonly pieces: readonly ZonePiece[];
  /** For each of them its number in what is served and in what was compiled, be it as an apex alone; -1 where it is not there. */
  readonly servedNumbers: Int32Array;
  readonly compiledNumbers: Int32Array;
  /** Zones come or go. */
  readonly hasOtherZones: boolean;
}

/** Which tables a zone is taken from, and its number there. */
export interface ZonePiece {
  readonly from: "served" | "compiled";
  readonly number: number;
}
