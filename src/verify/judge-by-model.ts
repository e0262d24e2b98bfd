import { AXFR, IXFR } from "../../dns/type-numbers.ts";
import { expectAnswer } from "./expect.ts";
import type { Ending, Expectation } from "./expectation.ts";
import { type ChainLimits, OUR_LIMITS } from "./follow-alias.ts";
import { describe, type Finding, judgeDelegation, judgeReply } from "./judge.ts";
import { findAdditionalFault } from "./judge-additional.ts";
import { findAuthorityFault } from "./judge-authority.ts";
import { describeReply } from "./print-answer.ts";
import type { MissKind, Question, Reply } from "./types.ts";
import type { ZoneModels } from "./zone-model.ts";

/** What the zones have to say against an answer, and how much of it they could judge. */
export interface ModelVerdict {
  /** Which sections were held against the zones record by record; of the others only that what stands there is true. */
  readonly judged: { readonly answer: boolean; readonly authority: boolean; readonly additional: boolean };
  /** The gravest difference; undefined where all is right. */
  readonly finding?: Finding;
}

/**
 * Holds the whole answer of one server over these zones alone against them: every section, with every signature. What a
 * proof of absence proves is not looked at here, only that its records are the zone's and that there are some. What may
 * stand beside an answer, such as addresses, must be true, whole and to the point. A zone that cannot be served, and an
 * answer that was cut, are nothing for this.
 */
export function judgeByModel(
  models: ZoneModels,
  question: Question,
  reply: Reply,
  limits: ChainLimits = OUR_LIMITS,
): ModelVerdict {
  // Whether somebody gives his zone away is not in his zone (RFC 5936 §5).
  if (question.type === AXFR || question.type === IXFR) return NOTHING_JUDGED;
  const expectation = expectAnswer(models, question, limits);
  const ending = expectation.outcome === "alias" ? expectation.end : expectation;
  const finding = judgeReply(expectation, reply) ?? judgeBeside(models, question, expectation, ending, reply);
  const judged = isOpen(expectation) || isLookedUp(ending) ? ANSWER_JUDGED : ALL_JUDGED;
  return finding === undefined ? { judged } : { judged, finding };
}

const NOTHING_JUDGED: ModelVerdict = { judged: { answer: false, authority: false, additional: false } };
const ANSWER_JUDGED = { answer: true, authority: false, additional: false };
const ALL_JUDGED = { answer: true, authority: true, additional: true };

/** An alias whose last name the server may or may not have come to. */
function isOpen(expectation: Expectation): boolean {
  return expectation.outcome === "alias" && expectation.isOpen;
}

/** Whether there are addresses is not in our zones, so neither is what has to stand beside them. */
function isLookedUp(ending: Ending | undefined): boolean {
  return ending?.outcome === "looked-up" || (ending?.outcome === "any" && ending.hasAlias);
}

function judgeBeside(
  models: ZoneModels,
  question: Question,
  expectation: Expectation,
  ending: Ending | undefined,
  reply: Reply,
): Finding | undefined {
  if (ending?.outcome === "referral" && expectation.outcome === "alias") {
    const finding = judgeDelegation(ending, reply);
    if (finding !== undefined) return finding;
  }
  if (isLookedUp(ending)) return undefined;
  const kind: MissKind | undefined =
    findAuthorityFault(models, question, isOpen(expectation) ? "open" : ending, reply) ??
    findAdditionalFault(models, question, reply);
  return kind && { kind, expected: describe(expectation), got: describeReply(reply) };
}
