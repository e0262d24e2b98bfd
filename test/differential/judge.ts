import { KNOWN_DIFFERENCES, type KnownDifference } from "./known-differences.ts";
import type { NormalAnswer } from "./normal-form.ts";
import { areSameBut, odd, PEERS, type Situation } from "./situation.ts";

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
  /** "ours": the three agree, and ours is wrong. "table": they do not, and no row has this difference, or ours in it. */
  readonly fault: "ours" | "table";
  readonly reason: string;
}

/** Judges the four answers to a question. */
export function judge(situation: Situation): Verdict {
  const { nsd, ours } = situation.answers;
  if (ours.hasTwins) return failed("ours", "ours has a record twice");
  if (doPeersAgree(situation)) {
    if (ours.form !== nsd.form) return failed("ours", "NSD, Knot and BIND agree, and ours differs");
    if (ours.isTruncated && PEERS.every((peer) => fitsEasily(situation.answers[peer]))) {
      return failed("ours", "ours is truncated, and the others fit easily");
    }
    return { outcome: "agreed" };
  }
  const difference = KNOWN_DIFFERENCES.find(({ matches }) => matches(situation));
  if (difference === undefined) {
    return failed("table", "NSD, Knot and BIND differ in a way that the table does not have");
  }
  const right = rightOnes(difference, situation);
  const isLenient = difference.right !== "majority";
  if (right.some((peer) => isWith(peer, situation, isLenient)) || difference.tolerates?.(situation)) {
    return { outcome: "known", difference };
  }
  const names = right.map((peer) => NAMES[peer]).join(" or ");
  return failed("table", `NSD, Knot and BIND differ as in "${difference.id}", and ours is not with ${names}`);
}

/** NSD, Knot and BIND say the same. */
export function doPeersAgree({ answers: { nsd, knot, bind } }: Situation): boolean {
  return nsd.form === knot.form && knot.form === bind.form;
}

function rightOnes({ right }: KnownDifference, situation: Situation): readonly ("nsd" | "knot")[] {
  if (right === undefined) return ["nsd", "knot"];
  if (right !== "majority") return [right];
  return [odd(situation) === "nsd" ? "knot" : "nsd"];
}

/** Ours says what this peer says. Leniently, another proof than NSD's will do, as NSD's are not whole everywhere. */
function isWith(peer: "nsd" | "knot", { answers }: Situation, isLenient: boolean): boolean {
  const { [peer]: other, ours } = answers;
  if (other.message === undefined) return false;
  if (ours.form === other.form) return true;
  return isLenient && peer === "nsd" && ours.proof !== "" && areSameBut("proof", ours, other);
}

const NAMES = { nsd: "NSD", knot: "Knot" };

/** Far from every limit, however well or badly names are compressed. */
function fitsEasily({ length, isTruncated }: NormalAnswer): boolean {
  return !isTruncated && length <= 256;
}

function failed(fault: Failure["fault"], reason: string): Failure {
  return { outcome: "failed", fault, reason };
}
