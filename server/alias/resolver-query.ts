import { CLASS_IN } from "../../dns/classes.ts";
import { decodeMessage, encodeMessage, type Message, NO_FLAGS } from "../../dns/message.ts";
import type { Name } from "../../dns/name.ts";
import { MAX_UDP_PAYLOAD } from "../answer/limits.ts";

/** Gives a whole number from 0 to below the bound that nobody can foretell. */
export type Random = (below: number) => number;

/** A question to a resolver, as it is sent. */
export interface ResolverQuery {
  readonly id: number;
  /** In a random mixture of cases, which the reply must have, too. */
  readonly name: Name;
  readonly type: number;
  readonly octets: Uint8Array;
}

/**
 * Makes a question with a random id and a name in random case ("0x20"): who would answer in place of the resolver has to guess
 * these and the port (RFC 5452 §9). It wants recursion, and validation where the resolver validates.
 */
export function makeQuery(name: Name, type: number, random: Random, hasEdns: boolean): ResolverQuery {
  const id = random(0x10000);
  const mixed = mixCase(name, random);
  const octets = encodeMessage({
    ...{ id, opcode: 0, rcode: 0, flags: { ...NO_FLAGS, rd: true } },
    question: [{ name: mixed, type, class: CLASS_IN }],
    ...{ answer: [], authority: [], additional: [] },
    ...(hasEdns && { edns: { version: 0, size: MAX_UDP_PAYLOAD, do: false, options: [] } }),
  });
  return { id, name: mixed, type, octets };
}

/** The reply in these octets; or in words why it is none to this very question. */
export function readReply(octets: Uint8Array, query: ResolverQuery): Message | { readonly fault: string } {
  const message = decodeMessage(octets);
  if ("fault" in message) return { fault: `an unreadable answer: ${message.fault}` };
  const { id, opcode, flags, question } = message;
  const [asked] = question;
  const isReply =
    flags.qr &&
    opcode === 0 &&
    id === query.id &&
    question.length === 1 &&
    asked!.name === query.name &&
    asked!.type === query.type &&
    asked!.class === CLASS_IN;
  return isReply ? message : { fault: "an answer to another question" };
}

/** Labels' lengths are below 64, so no octet of them is a letter. */
function mixCase(name: Name, random: Random): Name {
  const mixed = name.replace(/[A-Za-z]/g, (letter) =>
    random(2) === 0 ? letter.toLowerCase() : letter.toUpperCase(),
  );
  return mixed as Name; // the same labels
}
