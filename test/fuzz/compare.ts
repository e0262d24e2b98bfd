import { decodeMessage } from "../../dns/message.ts";
import { UNKNOWN_CLIENT } from "../../server/query/client.ts";
import { checkReply } from "./check-reply.ts";
import type { Packet } from "./packet.ts";
import type { Target } from "./targets.ts";

/** The reply that the same responder gives in this process; no octets for silence. */
export function expectedReply(
  { respond }: Target,
  { octets, length }: Packet,
  transport: "udp" | "tcp",
): Uint8Array {
  const limit = transport === "udp" ? 1232 : 65535;
  const out = new Uint8Array(limit);
  return out.subarray(0, respond(octets, length, out, limit, UNKNOWN_CLIENT));
}

/** What is wrong with a reply that came over a socket; undefined when nothing is. */
export function compareReplies(
  packet: Packet,
  expected: Uint8Array,
  reply: Uint8Array,
  transport: "udp" | "tcp",
): string | undefined {
  const fault = checkReply(packet, reply, transport);
  if (fault !== undefined) return fault;
  if (Buffer.compare(expected, reply) === 0 || hasCookie(expected)) return undefined;
  return "the reply over the socket differs from that in the process";
}

/** A server cookie holds the time and the client's address (RFC 9018 §4). */
function hasCookie(reply: Uint8Array): boolean {
  const message = decodeMessage(reply);
  return !("fault" in message) && message.edns?.options.some(({ code }) => code === COOKIE) === true;
}

const COOKIE = 10;
