import { FORMERR, NOERROR, NXDOMAIN } from "../../dns/message-rcode.ts";
import { HEADER_LENGTH, query } from "../query/question.ts";
import { answer } from "./answer.ts";
import {
  ANSWERED,
  type Counters,
  MAX_RCODE,
  OUTCOMES,
  RCODES,
  RECEIVED,
  RESPONSES,
  SIZE_SUM,
  SIZES,
  TOO_SHORT,
  TRUNCATED,
  TYPES,
  ZONES,
} from "./counters.ts";
import type { Respond } from "./respond.ts";
import { OTHER_TYPES, placeOfType } from "./type-places.ts";
import type { ZoneSlots } from "./zone-slots.ts";

/** A responder that counts what comes and what it answers, of the zones of its tables. Nothing is allocated for it. */
export function countAnswers(respond: Respond, counters: Counters, slots: ZoneSlots): Respond {
  return (packet, length, out, limit, client) => {
    counters[RECEIVED]! += 1;
    const size = respond(packet, length, out, limit, client);
    if (size === 0) {
      if (length < HEADER_LENGTH) counters[TOO_SHORT]! += 1;
      else if ((packet[2]! & QR) !== 0) counters[RESPONSES]! += 1;
      return 0; // to a question too, where something else counts why
    }
    const rcode = rcodeOf(out);
    counters[ANSWERED]! += 1;
    counters[RCODES + rcode]! += 1;
    if ((out[2]! & TC) !== 0) counters[TRUNCATED]! += 1;
    counters[SIZE_SUM]! += size;
    counters[SIZES + sizePlace(size)]! += 1;
    counters[TYPES + (rcode === FORMERR ? OTHER_TYPES : placeOfType(query.type))]! += 1;
    if (answer.zone >= 0) {
      counters[ZONES + slots[answer.zone]! * OUTCOMES.length + outcomeOf(out, rcode)]! += 1;
    }
    return size;
  };
}

const QR = 0x80;
const TC = 0x02;
const AA = 0x04;

/** The whole response code of the answer that was made last: its header has four bits of it (RFC 6891 §6.1.3). */
export function rcodeOf(out: Uint8Array): number {
  const low = out[3]! & 0xf;
  // What was not written by way of `answer` has a code that fits in the header.
  return (answer.rcode & 0xf) === low && answer.rcode <= MAX_RCODE ? answer.rcode : low;
}

/** Which of `SIZE_BUCKETS`: the least power of two, from 64 on, that is not less. */
function sizePlace(size: number): number {
  return size <= 64 ? 0 : 26 - Math.clz32(size - 1);
}

/** Which of `OUTCOMES`. A truncated answer is what it would have been, as far as it was written. */
function outcomeOf(out: Uint8Array, rcode: number): number {
  if (rcode === NXDOMAIN) return 2;
  if (rcode !== NOERROR) return 4;
  if (out[6] !== 0 || out[7] !== 0) return 0;
  if ((out[2]! & AA) === 0) return 3;
  return (out[2]! & TC) !== 0 ? 0 : 1;
}
