import { KNOWN_DIFFERENCES, type KnownDifference } from "./known-differences.ts";
import { PEERS, type Situation } from "./situation.ts";

/** What is to be thought of the four answers to a question. */
export type Verdict =
  /** The three peers agree, and ours with them. */
  | { readonly outcome: "agreed" }
  /** The peers differ as the table says, and ours is with NSD or Knot. */
  | { readonly outcome: "known"; readonly difference: KnownDifference }
  /** Ours is wrong, or the peers differ in a way that the table does not have. */
  | Failure;

/** A verdict that ends a run as failed. */
export interface Failure {
  readonly outcome: "failed";
  readonly reason: string;
}

/** Judges the four answers to a question. */
export function judge(situation: Situation): Verdict {
  const { nsd, knot, ours } = situation.answers;
  if (doPeersAgree(situation)) {
    if (ours.form !== nsd.form) return failed("NSD, Knot and BIND agree, and ours differs");
    const isFitting = PEERS.every((peer) => !situation.answers[peer].isTruncated);
    if (ours.isTruncated && isFitting) return failed("ours is truncated, and the others fit");
    return { outcome: "agreed" };
  }
  const difference = KNOWN_DIFFERENCES.find(({ matches }) => matches(situation));
  if (difference === undefined)
    return failed("NSD, Knot and BIND differ in a way that the table does not have");
  const isRight = difference.accepts?.(situation) ?? (ours.form === nsd.form || ours.form === knot.form);
  return isRight
    ? { outcome: "known", difference }
    : failed(
        `NSD, Knot and BIND differ as in "${difference.id}", and ours is neither with NSD nor with Knot`,
      );
}

/** NSD, Knot and BIND say the same. */
export function doPeersAgree({ answers: { nsd, knot, bind } }: Situation): boolean {
  return nsd.form === knot.form && knot.form === bind.form;
}

function failed(reason: string): Failure {
  return { outcome: "failed", reason };
}
