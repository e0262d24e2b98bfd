import type { Report } from "../report/report.ts";
import type { Served } from "./local-nameserver.ts";

/** What there is to show at a moment. */
export interface LiveState {
  /** Goes up with each: whoever shows one with another number shows what was. */
  readonly number: number;
  readonly report: Report;
  /** When the zones were read that it is about. */
  readonly at: Date;
  /** How long it took from the first word of a change to this report, in milliseconds. */
  readonly took: number;
  /** What was looked at of the zones: how many were read anew. */
  readonly anew: number;
  /** Undefined as long as nothing could be served. */
  readonly served: Served | undefined;
  /** What is served is what the report is about. */
  readonly standing: Standing;
}

/**
 * - `same`: the nameserver answers what the report is about.
 * - `loading`: it will in a moment.
 * - `behind`: the zones have errors, or cannot be read, so those from before are served.
 */
export type Standing = "same" | "loading" | "behind";
