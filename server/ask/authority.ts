import type { Message } from "../../dns/message.ts";
import { NOERROR, rcodeName } from "../../dns/message-rcode.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { OwnAnswer } from "./own-question.ts";

/** The answer if it was given with authority, else what is wrong with it. */
export function authoritative(answer: OwnAnswer): OwnAnswer {
  if ("fault" in answer) return answer;
  if (answer.rcode !== NOERROR) return { fault: rcodeName(answer.rcode) + reasonIn(answer) };
  return answer.flags.aa ? answer : { fault: "an answer without authority" };
}

/** What our own server says of why it has no answer (RFC 8914 §2): that it cannot load the zone. */
function reasonIn({ edns }: Message): string {
  const isInvalidData = edns?.options.some(
    ({ code, data }) => code === EXTENDED_ERROR && data.startsWith(INVALID_DATA),
  );
  return isInvalidData === true ? " (Invalid Data: the server cannot load the zone)" : "";
}

const EXTENDED_ERROR = 15;
const INVALID_DATA = "\0\x18"; // RFC 8914 §4.25

/** The serial that an answer to the question for a zone's SOA gives with authority. */
export function serialIn(origin: Name, answer: OwnAnswer): number | { readonly fault: string } {
  const found = authoritative(answer);
  if ("fault" in found) return found;
  const record = found.answer.find(({ owner, type }) => type === SOA && keyOf(owner) === keyOf(origin));
  const soa = record && decode(SOA, record.rdata);
  return soa?.type === "SOA" ? soa.serial : { fault: "no SOA in the answer" };
}
