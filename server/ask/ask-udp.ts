import { createSocket, type Socket } from "node:dgram";
import type { Address } from "../address/address.ts";
import { isIpv6 } from "../address/ip-version.ts";
import {
  type AskOwn,
  idOf,
  type OwnAnswer,
  type OwnQuestion,
  readOwnAnswer,
  writeQuestion,
} from "./own-question.ts";

/** Asks this address over UDP, each question up to three times. An answer that was cut off is a fault. */
export function askUdp(address: Address): AskOwn {
  return async (questions, deadline) => {
    const answers: OwnAnswer[] = [];
    for (let from = 0; from < questions.length; from += BATCH) {
      const batch = questions.slice(from, from + BATCH);
      const heard = await askBatch(address, batch, deadline);
      answers.push(...heard);
      // Who says nothing to so many will say nothing to the rest.
      if (heard.every((answer) => "fault" in answer)) break;
    }
    return questions.map((_, index) => answers[index] ?? { fault: TIMEOUT });
  };
}

const BATCH = 64; // so many answers find room in every socket's buffer
const TRIES = 3;
const RETRY = 300; // milliseconds until a question is asked again

/** The answers of one batch. It has a socket of its own, so that one server thread after the other is met. */
async function askBatch(
  { host, port }: Address,
  questions: readonly OwnQuestion[],
  deadline: number,
): Promise<readonly OwnAnswer[]> {
  const answers = new Map<number, OwnAnswer>();
  const { promise: done, resolve: finish } = Promise.withResolvers<string>();
  const socket = createSocket({ type: isIpv6(host) ? "udp6" : "udp4" });
  socket.on("message", (octets) => {
    const id = idOf(octets); // the question's place in the batch
    const question = questions[id];
    if (question === undefined || answers.has(id)) return;
    answers.set(id, whole(readOwnAnswer(octets, question)));
    if (answers.size === questions.length) finish("");
  });
  socket.on("error", (error) => finish(error.message));
  let tries = 0;
  const send = () => {
    if (tries++ === TRIES) finish(TIMEOUT);
    else sendAll(socket, questions, answers);
  };
  const end = setTimeout(finish, Math.max(0, deadline - performance.now()), TIMEOUT);
  let retry: NodeJS.Timeout | undefined;
  socket.on("connect", () => {
    retry = setInterval(send, RETRY);
    send();
  });
  // Connected, so that only this address is heard, and a closed port is told at once.
  socket.connect(port, host);
  const fault = await done;
  clearTimeout(end);
  clearInterval(retry);
  socket.close();
  return questions.map((_, id) => answers.get(id) ?? { fault });
}

const TIMEOUT = "timeout";

function sendAll(
  socket: Socket,
  questions: readonly OwnQuestion[],
  answers: ReadonlyMap<number, OwnAnswer>,
): void {
  for (const [id, question] of questions.entries()) {
    if (!answers.has(id)) socket.send(writeQuestion(id, question));
  }
}

function whole(answer: OwnAnswer): OwnAnswer {
  return "flags" in answer && answer.flags.tc ? { fault: "a truncated answer" } : answer;
}
