import { HEADER_LENGTH } from "../query/question.ts";
import { answer } from "./answer.ts";
import {
  ANSWERED,
  type Counters,
  MAX_RCODE,
  RCODES,
  RECEIVED,
  RESPONSES,
  TOO_SHORT,
  TRUNCATED,
} from "./counters.ts";
import type { Respond } from "./respond.ts";

/** A responder that counts what comes and what it answers. Nothing is allocated for it. */
export function countAnswers(respond: Respond, counters: Counters): Respond {
  return (packet, length, out, limit, client) => {
    counters[RECEIVED]! += 1;
    const size = respond(packet, length, out, limit, client);
    if (size === 0) {
      if (length < HEADER_LENGTH) counters[TOO_SHORT]! += 1;
      else if ((packet[2]! & QR) !== 0) counters[RESPONSES]! += 1;
      return 0; // to a question too, where something else counts why
    }
    counters[ANSWERED]! += 1;
    counters[RCODES + rcodeOf(out)]! += 1;
    if ((out[2]! & TC) !== 0) counters[TRUNCATED]! += 1;
    return size;
  };
}

const QR = 0x80;
const TC = 0x02;

/** The whole response code: the header has four bits of it (RFC 6891 §6.1.3). */
function rcodeOf(out: Uint8Array): number {
  const low = out[3]! & 0xf;
  // What was not written by way of `answer` has a code that fits in the header.
  return (answer.rcode & 0xf) === low && answer.rcode <= MAX_RCODE ? answer.rcode : low;
}
