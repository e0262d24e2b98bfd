import { answer } from "../answer/answer.ts";
import { COOKIELESS_TRUNCATED, type Counters } from "../answer/counters.ts";
import { truncateAnswer } from "../answer/frame.ts";
import type { Respond } from "../answer/respond.ts";

/**
 * A responder for UDP that sends TC in place of an answer of more than `size` octets, to who has not shown by a server cookie
 * that its address is its own (BIND's `nocookie-udp-size`): what somebody else is sent in its name is small then.
 */
export function limitCookieless(respond: Respond, size: number, counters: Counters): Respond {
  return (packet, length, out, limit, client) => {
    const written = respond(packet, length, out, limit, client);
    if (written <= size || answer.isProven || answer.truncated) return written;
    counters[COOKIELESS_TRUNCATED]! += 1;
    return truncateAnswer();
  };
}
