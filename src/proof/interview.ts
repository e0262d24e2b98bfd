import { WorldError } from "../files/world-error.ts";
import type { Answering } from "../world.ts";
import { splitAnswers, writeQueries } from "./queries.ts";
import type { ProofQuestion } from "./question-set.ts";

/** A question with its answers; the octets hold until the next pair is given. */
export interface AnsweredPair {
  readonly question: ProofQuestion;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Questions that are sent at a time. */
const BATCH = 8_192;

/** Asks both sides the same questions, batch by batch, and hands over each pair of answers. */
export async function askBoth(
  questions: Iterable<ProofQuestion>,
  [before, after]: readonly [Answering, Answering],
  take: (pair: AnsweredPair) => void,
): Promise<number> {
  let batch: ProofQuestion[] = [];
  let count = 0;
  let running = Promise.resolve();
  const send = async () => {
    const sent = batch;
    batch = [];
    count += sent.length;
    const framed = writeQueries(sent);
    const answers = Promise.all([before.ask(framed), after.ask(framed)]);
    // The answers of the batch before are compared while these are made.
    const [, [was, is]] = await Promise.all([running, answers]);
    running = Promise.resolve().then(() => compare(sent, was, is));
  };
  for (const question of questions) {
    batch.push(question);
    if (batch.length === BATCH) await send();
  }
  if (batch.length > 0) await send();
  await running;
  return count;

  function compare(sent: readonly ProofQuestion[], was: Uint8Array, is: Uint8Array): void {
    const old = splitAnswers(was)[Symbol.iterator]();
    const now = splitAnswers(is)[Symbol.iterator]();
    for (const question of sent) {
      const [one, other] = [old.next(), now.next()];
      if (one.done === true || other.done === true)
        throw new WorldError(
          "Cannot prove the change: the nameserver behind the pipe did not answer all questions",
        );
      take({ question, before: one.value, after: other.value });
    }
  }
}
