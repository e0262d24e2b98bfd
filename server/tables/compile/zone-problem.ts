import type { Problem } from "../../../dns/problem.ts";

/** What keeps a staged zone from being served. */
export interface ZoneProblem {
  /** Its number in the staging. */
  readonly zone: number;
  readonly problem: Problem;
}
