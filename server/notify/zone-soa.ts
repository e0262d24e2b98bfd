import { CLASS_IN } from "../../dns/classes.ts";
import { decodeMessage, encodeMessage, type MessageRecord, NO_FLAGS } from "../../dns/message.ts";
import type { Name } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { makeIdentity } from "../answer/identity.ts";
import { MAX_UDP_PAYLOAD } from "../answer/limits.ts";
import { makeResponder } from "../answer/respond.ts";
import { UNKNOWN_CLIENT } from "../query/client.ts";
import type { Tables } from "../tables/tables.ts";

/** The SOA that a zone is served with, as anybody gets it who asks; undefined where it is not served. */
export function soaOf(tables: Tables, origin: Name): MessageRecord | undefined {
  const question = [{ name: origin, type: SOA, class: CLASS_IN }];
  const edns = { version: 0, size: MAX_UDP_PAYLOAD, do: false, options: [] }; // room for the longest names
  const query = encodeMessage({
    ...{ id: 0, opcode: 0, rcode: 0, flags: NO_FLAGS, question, edns },
    ...{ answer: [], authority: [], additional: [] },
  });
  const respond = makeResponder(tables, makeIdentity("", ""));
  const out = new Uint8Array(MAX_UDP_PAYLOAD);
  const length = respond(query, query.length, out, MAX_UDP_PAYLOAD, UNKNOWN_CLIENT);
  const message = decodeMessage(out.subarray(0, length));
  return "fault" in message ? undefined : message.answer.find(({ type }) => type === SOA);
}
