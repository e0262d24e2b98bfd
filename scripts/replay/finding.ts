import type { Danger } from "../../src/plan/dangers.ts";
import type { Proof } from "../../src/proof/proof.ts";
import type { Step } from "./steps.ts";

/** What came of one commit. */
export type Finding = Replayed | NotReplayed;

/** A commit that was planned and proved. */
export interface Replayed {
  readonly kind: "replayed";
  readonly step: Step;
  readonly milliseconds: Times;
  /** After it. */
  readonly zones: number;
  readonly records: number;
  /** RRsets that it changes; of a zone that goes, its records. */
  readonly changes: number;
  readonly dangers: readonly Pick<Danger, "kind" | "zone">[];
  /** How many there are. */
  readonly effects: number;
  /** Errors in the zones after it. */
  readonly errors: number;
  readonly proof: ProofCounts;
}

/** What is kept of a proof. */
export interface ProofCounts
  extends Pick<
    Proof,
    "questions" | "asked" | "same" | "changed" | "asWritten" | "notProved" | "unexplained" | "model"
  > {
  /** Changed answers by how the change causes them, those as written left out. */
  readonly consequences: ReadonlyMap<string, number>;
}

/** What its steps took, in milliseconds. */
export interface Times {
  /** Both sides, where the one before was not the one after of the commit before. */
  readonly read: number;
  readonly plan: number;
  readonly proof: number;
}

/** A commit of which nothing is known. */
export interface NotReplayed {
  /** Its zones cannot be read; or they can, and something failed. */
  readonly kind: "skipped" | "failed";
  readonly step: Step;
  readonly reason: string;
}

/** The most unexplained answers that are kept of a commit. */
export const MOST_KEPT = 5;
