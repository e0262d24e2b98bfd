import { encodeMessage, NO_FLAGS } from "../dns/message.ts";
import type { Edns } from "../dns/message-edns.ts";
import { type Name, parseName } from "../dns/name.ts";
import { typeCode } from "../dns/types.ts";

/** A question as octets, with EDNS or without. */
export function benchQuery(name: string, type: string, edns?: Pick<Edns, "do" | "options">): Buffer {
  const message = {
    ...{ id: 0, opcode: 0, rcode: 0, flags: NO_FLAGS, answer: [], authority: [], additional: [] },
    question: [{ name: parseName(name) as Name, type: typeCode(type)!, class: 1 }], // both are ours
    ...(edns && { edns: { version: 0, size: 1232, ...edns } }),
  };
  return Buffer.from(encodeMessage(message));
}
