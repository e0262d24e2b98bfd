import type { Name } from "../../dns/name.ts";
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

/** What somebody says of the PTR of a record's address, for reverse zones that make themselves. */
export interface Pointer {
  /** The name to which it leads; `own` is the record's, with `none` this record makes no PTR. */
  readonly to: Name | "own" | "none";
  /** Where that is written. */
  readonly at: Position;
}
