import { KNOWN_DIFFERENCES, type KnownDifference } from "./known-differences.ts";
import type { NormalAnswer } from "./normal-form.ts";
import { areSameBut, PEERS, type Situation } from "./situation.ts";

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
  const { nsd, ours } = situation.answers;
  if (ours.hasTwins) return failed("ours has a record twice");
  if (doPeersAgree(situation)) {
    if (ours.form !== nsd.form) return failed("NSD, Knot and BIND agree, and ours differs");
    if (ours.isTruncated && PEERS.every((peer) => fitsEasily(situation.answers[peer]))) {
      return failed("ours is truncated, and the others fit easily");
    }
    return { outcome: "agreed" };
  }
  const difference = KNOWN_DIFFERENCES.find(({ matches }) => matches(situation));
  if (difference === undefined)
    return failed("NSD, Knot and BIND differ in a way that the table does not have");
  const { right, tolerates } = difference;
  const isRight = (right === undefined ? PAIR : [right]).some((peer) => isWith(peer, situation));
  if (isRight || tolerates?.(situation)) return { outcome: "known", difference };
  return failed(
    `NSD, Knot and BIND differ as in "${difference.id}", and ours is not with ${right ? NAMES[right] : "NSD or Knot"}`,
  );
}

/** NSD, Knot and BIND say the same. */
export function doPeersAgree({ answers: { nsd, knot, bind } }: Situation): boolean {
  return nsd.form === knot.form && knot.form === bind.form;
}

/** Ours says what this peer says; a better proof than NSD's will do, as NSD's are not whole everywhere. */
function isWith(peer: "nsd" | "knot", { answers }: Situation): boolean {
  const { [peer]: other, ours } = answers;
  if (other.message === undefined) return false;
  return (
    ours.form === other.form || (peer === "nsd" && ours.proof !== "" && areSameBut("proof", ours, other))
  );
}

const PAIR = ["nsd", "knot"] as const;
const NAMES = { nsd: "NSD", knot: "Knot" };

/** Far from every limit, however well or badly names are compressed. */
function fitsEasily({ length, isTruncated }: NormalAnswer): boolean {
  return !isTruncated && length <= 256;
}

function failed(reason: string): Failure {
  return { outcome: "failed", reason };
}
