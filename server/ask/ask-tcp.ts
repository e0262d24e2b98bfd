import { connect } from "node:net";
import type { Address } from "../address/address.ts";
import { type AskOwn, idOf, type OwnAnswer, readOwnAnswer, writeQuestion } from "./own-question.ts";

/**
 * Asks this address over one TCP connection, several questions at a time (RFC 7766 §6.2.1.1); `header` goes before them, where
 * the server wants one of the PROXY protocol.
 */
export function askTcp({ host, port }: Address, header?: Uint8Array): AskOwn {
  return async (questions, deadline) => {
    const answers = new Map<number, OwnAnswer>();
    const { promise: done, resolve: finish } = Promise.withResolvers<string>();
    const socket = connect({ host, port, noDelay: true });
    const end = setTimeout(finish, Math.max(0, deadline - performance.now()), "timeout");
    /** The questions that wait for their answers, by id. */
    const waiting = new Map<number, number>();
    let asked = 0;
    const askMore = () => {
      for (; asked < questions.length && waiting.size < WINDOW; asked++) {
        const id = asked & 0xffff;
        waiting.set(id, asked);
        const message = writeQuestion(id, questions[asked]!);
        socket.write(Buffer.from([message.length >>> 8, message.length & 0xff, ...message]));
      }
      if (waiting.size === 0) finish("");
    };
    const hear = (message: Uint8Array) => {
      const index = waiting.get(idOf(message));
      if (index === undefined) return;
      waiting.delete(idOf(message));
      answers.set(index, readOwnAnswer(message, questions[index]!));
    };
    let input: Uint8Array = new Uint8Array(0);
    socket.on("data", (data: Uint8Array) => {
      input = takeMessages(Buffer.concat([input, data]), hear);
      askMore();
    });
    if (header !== undefined) socket.write(header);
    socket.on("connect", askMore);
    socket.on("close", () => finish("the connection was closed"));
    socket.on("error", (error) => finish(error.message));
    const fault = await done;
    clearTimeout(end);
    socket.destroy();
    return questions.map((_, index) => answers.get(index) ?? { fault });
  };
}

const WINDOW = 100; // questions under way: enough to keep a server busy, few enough for every buffer

/** Hands over the whole messages in the stream (RFC 1035 §4.2.2); gives what is left of it. */
function takeMessages(input: Buffer, hear: (message: Uint8Array) => void): Uint8Array {
  let at = 0;
  while (at + 2 <= input.length) {
    const end = at + 2 + input.readUInt16BE(at);
    if (end > input.length) break;
    hear(input.subarray(at + 2, end));
    at = end;
  }
  return input.subarray(at);
}
