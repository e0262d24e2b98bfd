import type { Position, Severity } from "../../dns/problem.ts";

/** One thing that is wrong, for the faces that stand beside the code (annotations, SARIF). */
export interface Finding {
  /** Id of a rule, as `zonepipe explain` knows it, or of findings about answers. */
  readonly rule: string;
  readonly severity: Severity;
  /** A few words. */
  readonly title: string;
  /** Sentences, with what to do. A user's text may stand in them as it is. */
  readonly message: string;
  /** Undefined for what has no place in a file. */
  readonly at?: Position;
  /** The same for the same fault in every run, wherever its line has moved to, with what `rule` and file say. */
  readonly identity: string;
}

/** A finding that is about a place in a file. */
export type PlacedFinding = Finding & Required<Pick<Finding, "at">>;

/** It is about a place in a file. */
export function isPlaced(finding: Finding): finding is PlacedFinding {
  return finding.at !== undefined;
}
