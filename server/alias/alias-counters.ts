/**
 * What is counted of looking up targets, in memory that the thread which does so shares with the one that tells. Some are numbers at
 * the time.
 */
export type AliasCounters = Float64Array<SharedArrayBuffer>;

/** Types that were looked up at others, and those of them of which nothing could be learnt. */
export const LOOKUPS = 0;
export const LOOKUP_FAILURES = 1;
/** And those whose addresses are not to be told. */
export const LOOKUPS_REFUSED = 2;
/** How often a target had other addresses than before. */
export const TARGET_CHANGES = 3;
/** At the time: targets; those of which something is held that could not be looked up again; those of which nothing may be told. */
export const TARGETS = 4;
export const TARGETS_HELD = 5;
export const TARGETS_UNKNOWN = 6;
/** For how many seconds the one of these has not been looked up that it was longest ago for; 0 where nothing is held. */
export const OLDEST_HELD = 7;

/** All 0. */
export function makeAliasCounters(): AliasCounters {
  return new Float64Array(new SharedArrayBuffer(8 * 8));
}
