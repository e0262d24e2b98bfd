import { CLASS_IN } from "../../dns/classes.ts";
import { decodeMessage, encodeMessage, type Message, NO_FLAGS } from "../../dns/message.ts";
import { NSID } from "../../dns/message-edns.ts";
import type { Name } from "../../dns/name.ts";
import { MAX_UDP_PAYLOAD } from "../answer/limits.ts";

/** What a server asks of its own port. */
export interface OwnQuestion {
  readonly name: Name;
  readonly type: number;
  /** Signatures are wanted, too (RFC 3225). */
  readonly do?: boolean;
}

/** What came back: a response to this very question, or in a few words why there is none. */
export type OwnAnswer = Message | { readonly fault: string };

/** Asks many questions at once. It never rejects, and gives as many answers as there are questions, in their order. */
export type AskOwn = (questions: readonly OwnQuestion[], deadline: number) => Promise<readonly OwnAnswer[]>;

/** The octets of the question, with EDNS and the wish to know who answers (RFC 5001). */
export function writeQuestion(
  id: number,
  { name, type, do: wantsSignatures = false }: OwnQuestion,
): Uint8Array {
  return encodeMessage({
    id,
    opcode: 0,
    rcode: 0,
    flags: NO_FLAGS,
    question: [{ name, type, class: CLASS_IN }],
    answer: [],
    authority: [],
    additional: [],
    edns: { version: 0, size: MAX_UDP_PAYLOAD, do: wantsSignatures, options: [{ code: NSID, data: "" }] },
  });
}

/** The answer in these octets, which came with the question's id. */
export function readOwnAnswer(octets: Uint8Array, { name, type }: OwnQuestion): OwnAnswer {
  const message = decodeMessage(octets);
  if ("fault" in message) return { fault: `unreadable answer: ${message.fault}` };
  const [question] = message.question;
  if (!message.flags.qr || question?.name !== name || question.type !== type) {
    return { fault: "an answer to another question" };
  }
  return message;
}

/** The id in the header of a message, -1 where there is no whole header. */
export function idOf(octets: Uint8Array): number {
  return octets.length < 12 ? -1 : (octets[0]! << 8) | octets[1]!;
}
