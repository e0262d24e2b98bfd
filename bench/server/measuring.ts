import type { Processors } from "./processors.ts";

/** How often, and how long. */
export interface Measuring {
  readonly rounds: number;
  /** Of each server in a round, alternating, of so many seconds. */
  readonly turns: number;
  readonly seconds: number;
  readonly processors: Processors;
  /** Rounds at half load; 0 for none. */
  readonly latencyRounds: number;
}
