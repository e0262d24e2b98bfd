import { decodeMessage, type Message } from "../../dns/message.ts";
import { SERVFAIL } from "../../dns/message-rcode.ts";
import { MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";
import { isOfSigning } from "../../dns/signing-types.ts";
import { DNAME, DNSKEY } from "../../dns/type-numbers.ts";
import type { Cause } from "./cause-kind.ts";
import { denialIn } from "./denial-in.ts";
import type { AnsweredPair } from "./interview.ts";
import { normalForm } from "./normal-form.ts";
import { printAnswer } from "./print-answer.ts";
import type { AnswerChange, CauseGroup, NotProved, SizeChange } from "./proof.ts";
import { isSameAnswer } from "./queries.ts";
import type { ProofQuestion } from "./question-set.ts";
import type { Side } from "./side.ts";
import type { Symbols } from "./symbols.ts";

/** Counts answers and sorts those that changed by their cause. */
export interface Tally {
  readonly take: (pair: AnsweredPair) => void;
  /** Names whose answers changed since it was last asked. */
  readonly changedNames: () => Name[];
  readonly result: () => TallyResult;
}

/** What came of it. */
export interface TallyResult {
  readonly same: number;
  readonly changed: number;
  readonly asWritten: number;
  readonly groups: readonly CauseGroup[];
  readonly unexplained: readonly AnswerChange[];
  readonly sizes: readonly SizeChange[];
  readonly notProved: readonly NotProved[];
}

/** Changed answers that are shown of one cause, and of those without one. */
const MOST_EXAMPLES = 3;
const MOST_UNEXPLAINED = 100;
const MOST_SIZES = 100;

/** What it takes to judge an answer that is not the same octets. */
export interface TallyContext {
  readonly sides: readonly [Side, Side];
  /** The cause of a changed answer; undefined where there is none. */
  readonly causeOf: (question: ProofQuestion) => Cause | undefined;
  /** Nothing can be said of what is answered for this name. */
  readonly isBroken: (name: Name) => boolean;
  /** The name that a fresh name stands below. */
  readonly belowOf: (name: Name) => Name | undefined;
  /** The name that an address stands for, which is looked up; undefined for any other address. */
  readonly nameOfAddress: Symbols["nameOf"];
}

/** Nothing is counted yet. */
export function makeTally({ sides, causeOf, isBroken, belowOf, nameOfAddress }: TallyContext): Tally {
  const groups = new Map<unknown, Map<string, { cause: Cause; count: number; examples: AnswerChange[] }>>();
  const unexplained: AnswerChange[] = [];
  const sizes: SizeChange[] = [];
  const broken = { count: 0 };
  let same = 0;
  let changed = 0;
  let asWritten = 0;
  let changedNames = new Set<Name>();
  const ours = sides.map(signedByUs);

  return {
    take,
    changedNames() {
      const names = [...changedNames];
      changedNames = new Set();
      return names;
    },
    result: () => ({
      same,
      changed,
      asWritten,
      groups: [...groups.values()]
        .flatMap((byKind) => [...byKind.values()])
        .map(({ cause: { kind, change }, count, examples }) => ({ kind, change, count, examples }))
        .sort((a, b) => Number(a.kind === "written") - Number(b.kind === "written")),
      unexplained,
      sizes,
      notProved:
        broken.count === 0
          ? []
          : [
              {
                reason: `${broken.count} questions are answered SERVFAIL or not at all on one side, so they cannot be compared`,
              },
            ],
    }),
  };

  function take({ question, before, after }: AnsweredPair): void {
    if (isSameAnswer(before, after)) {
      same += 1;
      return;
    }
    const [was, is] = [decodeMessage(before), decodeMessage(after)];
    if ("fault" in was || "fault" in is || was.rcode === SERVFAIL || is.rcode === SERVFAIL) {
      broken.count += 1;
      return;
    }
    const isSame = formOf(question, was, 0) === formOf(question, is, 1);
    // Below a DNAME the longest name of each kind is asked for itself: its answer has the name more than once.
    const isLed = [was, is].some(({ answer }) => answer.some(({ type }) => type === DNAME));
    // Which records deny the same hangs on other names, and so does how long those are.
    if (!isSame || !question.dnssec)
      noteSize(question, isLed ? 0 : roomFor(question.name), before.length, after.length);
    if (isSame) {
      same += 1;
      return;
    }
    if (isBroken(question.name)) {
      broken.count += 1;
      return;
    }
    changed += 1;
    changedNames.add(question.name);
    const cause = causeOf(question);
    const show = (): AnswerChange => {
      const below = belowOf(question.name);
      return {
        ...question,
        ...(below !== undefined && { below }),
        before: printAnswer(was, nameOfAddress),
        after: printAnswer(is, nameOfAddress),
      };
    };
    if (cause === undefined) {
      if (unexplained.length < MOST_UNEXPLAINED) unexplained.push(show());
      return;
    }
    if (cause.kind === "written") asWritten += 1;
    const group = groupOf(cause);
    group.count += 1;
    if (group.examples.length < MOST_EXAMPLES) group.examples.push(show());
    else if (cause.kind === "signing" && question.type === DNSKEY && !question.dnssec) {
      // That every answer gets signatures says less than the keys.
      group.examples.splice(0, MOST_EXAMPLES, show(), ...group.examples.slice(0, MOST_EXAMPLES - 1));
    }
  }

  function formOf(question: ProofQuestion, message: Message, index: 0 | 1): string {
    return normalForm(message, denialIn(question, message, sides[index]), ours[index]);
  }

  function groupOf(cause: Cause): { count: number; examples: AnswerChange[] } {
    let byKind = groups.get(cause.change);
    if (byKind === undefined) {
      byKind = new Map();
      groups.set(cause.change, byKind);
    }
    let group = byKind.get(cause.kind);
    if (group === undefined) {
      group = { cause, count: 0, examples: [] };
      byKind.set(cause.kind, group);
    }
    return group;
  }

  /** Octets that the longest QNAME of its kind has more, which the answer repeats. */
  function roomFor(name: Name): number {
    return belowOf(name) === undefined ? 0 : MAX_NAME_LENGTH - name.length;
  }

  function noteSize(question: ProofQuestion, more: number, old: number, now: number): void {
    const { name, type, dnssec } = question;
    for (const limit of [512, 1232] as const) {
      if ((dnssec || isOfSigning(type)) && limit === 512) continue; // who validates has EDNS
      if (old + more > limit === now + more > limit || sizes.length >= MOST_SIZES) continue;
      sizes.push({ name, type, before: old + more, after: now + more, limit });
    }
  }
}

/** Whether our nameservers sign the zone with this name; undefined where they sign none, which makes normal forms cheaper. */
function signedByUs({ zones }: Side): ((zone: Name) => boolean) | undefined {
  const signed = new Set([...zones.values()].flatMap(({ origin, policy }) => (policy ? [origin] : [])));
  return signed.size === 0 ? undefined : (zone) => signed.has(zone);
}
