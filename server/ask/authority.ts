import { NOERROR, rcodeName } from "../../dns/message-rcode.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { OwnAnswer } from "./own-question.ts";

/** The answer if it was given with authority, else what is wrong with it. */
export function authoritative(answer: OwnAnswer): OwnAnswer {
  if ("fault" in answer) return answer;
  if (answer.rcode !== NOERROR) return { fault: rcodeName(answer.rcode) };
  return answer.flags.aa ? answer : { fault: "an answer without authority" };
}

/** The serial that an answer to the question for a zone's SOA gives with authority. */
export function serialIn(origin: Name, answer: OwnAnswer): number | { readonly fault: string } {
  const found = authoritative(answer);
  if ("fault" in found) return found;
  const record = found.answer.find(({ owner, type }) => type === SOA && keyOf(owner) === keyOf(origin));
  const soa = record && decode(SOA, record.rdata);
  return soa?.type === "SOA" ? soa.serial : { fault: "no SOA in the answer" };
}
