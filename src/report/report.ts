import type { Problem } from "../../dns/problem.ts";
import type { NotChecked } from "../lint/outside.ts";
import type { Plan } from "../plan/plan.ts";
import type { Review } from "../plan/review.ts";
import type { Steps } from "../plan/steps/steps.ts";
import type { Proof } from "../proof/proof.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Verification } from "../verify/types.ts";
import type { AskedDeletion } from "./asked.ts";
import type { Deployment } from "./deployment.ts";
import type { Texts } from "./excerpt.ts";
import type { TargetsNow } from "./target-wording.ts";
import type { Watch } from "./watch.ts";

/** Everything that a run found out, as a value. Its faces (terminal, Markdown, JSON) print it and add nothing. */
export interface Report {
  /** The command that ran: `up`, `check`, … */
  readonly command: string;
  readonly outcome: Outcome;
  /** What was read. */
  readonly counts: Counts;
  /** The zones as they were read; left out where the command reads none. */
  readonly zones?: readonly SourceZone[];
  /** The texts of the files that were read, to show a problem with the lines around it. */
  readonly texts?: Texts;
  /** Sorted by place. */
  readonly problems: readonly Problem[];
  /** Those of them that stood before the change already; undefined where nobody compared. */
  readonly stoodBefore?: ReadonlySet<Problem>;
  /** Undefined when the run stopped before it, as it does on errors in the zones. */
  readonly plan?: Plan;
  /** The commit that the plan starts from, where it is one: what goes away is written in its files. */
  readonly base?: string;
  /** What a person should know of the plan. */
  readonly review?: Review;
  /** How often what goes was asked for, as far as somebody wanted to know that and could be told. */
  readonly asked?: readonly AskedDeletion[];
  /** What the change does to answers. */
  readonly proof?: Proof;
  /** The order in which the changes are safe, where somebody asked for it. */
  readonly steps?: Steps;
  readonly verification?: Verification;
  /** What became of the deployment, where the command is one. */
  readonly deployment?: Deployment;
  /** What targets of ALIAS have now, where they were looked up. */
  readonly targets?: TargetsNow;
  /** What was seen outside of the nameservers, where somebody looked. */
  readonly watch?: Watch;
  /** What the reader should know about how this came about: one sentence each. */
  readonly notes: readonly string[];
  /** Rules that could not be checked, or not to the end; the notes say it too. */
  readonly notChecked?: readonly NotChecked[];
  /** From start to end. */
  readonly milliseconds: number;
}

/**
 * - `fine`: the zones are right, and every answer that was asked for is as it should be.
 * - `wrong`: the zones or the answers are wrong. Exit code 1.
 * - `blocked`: the outside world did not let the run finish. Exit code 2.
 */
export type Outcome = "fine" | "wrong" | "blocked";

/** How much was read. */
export interface Counts {
  readonly zones: number;
  readonly records: number;
}

/** The exit code of an outcome. */
export function exitCode(outcome: Outcome): 0 | 1 | 2 {
  switch (outcome) {
    case "fine":
      return 0;
    case "wrong":
      return 1;
    case "blocked":
      return 2;
    default:
      return outcome satisfies never;
  }
}
