import type { Fix, Problem, Severity } from "../../../dns/problem.ts";
import { type Placed, positionOf } from "./node.ts";

/** What a problem says, all but its place. */
export interface Saying {
  readonly rule: string;
  /** An error when left out. */
  readonly severity?: Severity;
  readonly message: string;
  readonly help: string;
  readonly source?: string;
  /** The edit that mends it, where that is certain. */
  readonly fix?: Fix;
}

/** A problem with what stands at a node. */
export function problemAt(node: Placed, saying: Saying): Problem {
  return { severity: "error", ...positionOf(node), ...saying };
}
