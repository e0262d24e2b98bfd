import type { Answer, LookPatience, Nameserver, Question, Transport } from "../verify/types.ts";
import { builtInClient } from "./dns-client.ts";
import { afterReading } from "./dns-client-deadline.ts";

/**
 * Asks a nameserver that may not be there, and gives the answers in the order of the questions. Its first question
 * shows whether anybody answers: it is sent over UDP several times, because a lost packet is no silence, and over TCP as
 * well once the first packet had no answer. The others follow over what answered; a nameserver that answered neither
 * is asked nothing more, and the reason is the answer to all.
 */
export async function lookAt(
  nameserver: Nameserver,
  questions: readonly Question[],
  patience: LookPatience,
): Promise<Answer[]> {
  const [first, ...others] = questions;
  if (first === undefined) return [];
  const { answer, transport } = await askFirst(nameserver, first, patience);
  if (transport === undefined) return questions.map(() => answer);
  const answers = new Map<Question, Answer>([[first, answer]]);
  const timeout = transport === "udp" ? patience.timeout : patience.timeout * patience.tries;
  // By type: one that a nameserver never answers must not make it look silent for the others.
  const byType = Map.groupBy(others, ({ type }) => type);
  await Promise.all(
    [...byType.values()].map(async (same) => {
      const options = { timeout, tries: patience.tries };
      const found = await builtInClient.ask(nameserver, transport, same, options);
      for (const [index, question] of same.entries()) answers.set(question, found[index]!);
    }),
  );
  return questions.map((question) => answers.get(question)!);
}

interface FirstAnswer {
  readonly answer: Answer;
  /** What a reply came over; undefined where none came. */
  readonly transport: Transport | undefined;
}

async function askFirst(
  nameserver: Nameserver,
  question: Question,
  { timeout, tries }: LookPatience,
): Promise<FirstAnswer> {
  const over = new AbortController();
  const ask = async (transport: Transport): Promise<FirstAnswer> => {
    const options = { timeout, tries, signal: over.signal };
    const [answer] = await builtInClient.ask(nameserver, transport, [question], options);
    return { answer: answer!, transport: answer!.outcome === "reply" ? transport : undefined };
  };
  const doubt = Promise.withResolvers<void>();
  const timer = setTimeout(() => afterReading(doubt.resolve), timeout);
  const udp = ask("udp");
  const tcp = doubt.promise.then(() => ask("tcp"));
  void udp.then(({ transport }) => transport ?? doubt.resolve());
  try {
    const sooner = await Promise.race([udp, tcp]);
    if (sooner.transport !== undefined) return sooner;
    const both = await Promise.all([udp, tcp]);
    const reply = both.find(({ transport }) => transport !== undefined);
    return reply ?? { answer: silenceOf(both[0].answer, both[1].answer), transport: undefined };
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

/** Why neither transport had a reply, in one answer. */
function silenceOf(udp: Answer, tcp: Answer): Answer {
  if (udp.outcome === "reply") return udp;
  if (tcp.outcome === "reply") return tcp;
  const reason = udp.reason === tcp.reason ? udp.reason : `UDP: ${udp.reason}; TCP: ${tcp.reason}`;
  return { outcome: "no-reply", reason, milliseconds: Math.max(udp.milliseconds, tcp.milliseconds) };
}
