import type { Position } from "../../dns/problem.ts";
import type { Day } from "./day.ts";

/** Whose something is, and for how long. */
export interface About {
  /** Who is in charge of it. */
  readonly owner?: string;
  readonly note?: string;
  /** How long it is wanted. */
  readonly expires?: Expiry;
}

/** Until when a record is wanted. */
export interface Expiry {
  /** The last day, to its end in UTC. */
  readonly day: Day;
  /** Where that is written. */
  readonly at: Position;
}
