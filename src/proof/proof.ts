import type { Name } from "../../dns/name.ts";
import type { CauseKind } from "./cause-kind.ts";
import type { WrittenChange } from "./change-index.ts";

/** What a change does to answers: over a complete set of kinds of questions, answered by the nameserver that ships. */
export interface Proof {
  /** Kinds of questions that there are, each once, over both states. */
  readonly questions: number;
  /** Of those, asked on both sides. */
  readonly asked: number;
  /** Of those, left out because no change can reach them. */
  readonly outOfReach: number;
  /** Kinds beside `questions` that a DNAME which stays as it is leads to others: they answer as those do. */
  readonly ledByDname: number;
  /** Answered as before, those out of reach included. */
  readonly same: number;
  readonly changed: number;
  /** Of the changed, those whose question is for what was written. */
  readonly asWritten: number;
  /** Changed answers by cause, consequences first; every changed answer is in one. */
  readonly groups: readonly CauseGroup[];
  /** Changed answers that no change explains: a defect of ours. */
  readonly unexplained: readonly AnswerChange[];
  /** Answers that cross a size at which transports change. */
  readonly sizes: readonly SizeChange[];
  /** What could not be compared or was not proved, and why: a clause. */
  readonly notProved: readonly NotProved[];
  /** What the model of answers says of the candidate. */
  readonly model: ModelVerdict;
  /** Of the two nameservers and the comparison. */
  readonly milliseconds: number;
}

/** Changed answers with one cause. */
export interface CauseGroup {
  readonly kind: CauseKind;
  readonly change: WrittenChange;
  readonly count: number;
  /** Some of them, in the order of the questions. */
  readonly examples: readonly AnswerChange[];
}

/** One question, and what is answered before and after. */
export interface AnswerChange {
  readonly name: Name;
  readonly type: number;
  readonly dnssec: boolean;
  /** It stands for all names below this one that do not exist. */
  readonly below?: Name;
  /** The response code, and the records of the answer as lines of a zone file. */
  readonly before: string;
  readonly after: string;
}

/** An answer that no longer fits, or fits again, into what a transport takes: in octets, with the longest QNAME of its kind. */
export interface SizeChange {
  readonly name: Name;
  readonly type: number;
  readonly before: number;
  readonly after: number;
  readonly limit: 512 | 1232;
}

/** Something that the proof does not speak for. */
export interface NotProved {
  readonly zone?: Name;
  readonly reason: string;
}

/** How the candidate's answers agree with the model of answers, which knows nothing of the nameserver. */
export interface ModelVerdict {
  readonly asked: number;
  readonly agreed: number;
  /** Answers whose section was held against the zones record by record. */
  readonly judged: { readonly answer: number; readonly authority: number; readonly additional: number };
  readonly disagreements: readonly {
    readonly name: Name;
    readonly type: number;
    readonly expected: string;
    readonly got: string;
  }[];
}
