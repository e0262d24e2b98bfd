import { SERVFAIL } from "../../dns/message-rcode.ts";
import { HEADER_LENGTH } from "../query/question.ts";
import { answer } from "./answer.ts";
import { abandonAnswer } from "./frame.ts";
import type { Respond } from "./respond.ts";

/**
 * A responder that answers SERVFAIL where `respond` throws, which would be a defect of ours: the service goes on, and
 * `onError` is told the error and the packet.
 */
export function guard(respond: Respond, onError: (error: unknown, packet: Uint8Array) => void): Respond {
  return (packet, length, out, limit, client) => {
    answer.isBegun = false;
    answer.zone = -1; // a packet that is never read lies in none
    // To an answer there is no answer, whatever goes wrong with it. It is looked at first, for ours may be written over it.
    const isQuery = length >= HEADER_LENGTH && (packet[2]! & QR) === 0;
    try {
      return respond(packet, length, out, limit, client);
    } catch (error) {
      onError(error, packet.subarray(0, length));
      return !isQuery ? 0 : answer.isBegun ? abandonAnswer() : writeServerFailure(packet, out);
    }
  };
}

const QR = 0x80;
const OPCODE_AND_RD = 0x79;

/** What can be said to a query that was not even read. */
function writeServerFailure(packet: Uint8Array, out: Uint8Array): number {
  out[0] = packet[0]!;
  out[1] = packet[1]!;
  out[2] = QR | (packet[2]! & OPCODE_AND_RD);
  out[3] = SERVFAIL;
  out.fill(0, 4, HEADER_LENGTH);
  return HEADER_LENGTH;
}
