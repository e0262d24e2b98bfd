import { decodeMessage, type Message } from "../../dns/message.ts";
import { FORMERR, NOERROR, NOTAUTH, NOTIMP, NXDOMAIN, REFUSED, YXDOMAIN } from "../../dns/message-rcode.ts";
import { endOfQuestion, HEADER_LENGTH, optAt, type Packet, u16 } from "./packet.ts";

/**
 * What is wrong with a reply, in words; undefined when nothing is. A `reply` of no octets is silence. Nothing is asked
 * of what the reply says of the zone: only what holds for every message that a server may get.
 */
export function checkReply(packet: Packet, reply: Uint8Array, transport: "udp" | "tcp"): string | undefined {
  const mayAnswer = packet.length >= HEADER_LENGTH && (packet.octets[2]! & QR) === 0;
  if (reply.length === 0) return mayAnswer ? "a query gets no answer" : undefined;
  if (!mayAnswer) return "a response, or less than a header, is answered";
  return (
    checkHeader(packet, reply, transport) ??
    checkQuestion(packet, reply) ??
    checkMessage(packet, reply, transport)
  );
}

const QR = 0x80;
const OPCODE = 0x78;
const TC = 0x02;
const RD = 0x01;
const NEVER_SET = 0xf0; // RA, Z, AD and CD: no recursion, no validation, nothing reserved

function checkHeader({ octets }: Packet, reply: Uint8Array, transport: "udp" | "tcp"): string | undefined {
  if (reply.length < HEADER_LENGTH) return `the reply has ${reply.length} octets, less than a header`;
  if (u16(reply, 0) !== u16(octets, 0)) return "the reply has another id";
  if ((reply[2]! & QR) === 0) return "the reply is no response";
  if ((reply[2]! & OPCODE) !== (octets[2]! & OPCODE)) return "the reply has another opcode";
  if ((reply[2]! & RD) !== (octets[2]! & RD)) return "RD is not copied";
  if ((reply[3]! & NEVER_SET) !== 0) return "RA, Z, AD or CD is set";
  if (transport === "tcp" && (reply[2]! & TC) !== 0) return "a reply over TCP is truncated";
  return undefined;
}

/** The question comes back octet for octet (RFC 5452 §9.1), in its own case. */
function checkQuestion(packet: Packet, reply: Uint8Array): string | undefined {
  const count = u16(reply, 4);
  if (count > 1) return `the reply has ${count} questions`;
  if (count === 0) {
    const rcode = reply[3]! & 0x0f;
    if (rcode === FORMERR || rcode === NOTIMP) return undefined;
    // A query without one may ask for a cookie (RFC 7873 §5.4).
    return u16(packet.octets, 4) === 0 ? undefined : "the reply has no question";
  }
  const end = endOfQuestion({ octets: reply, length: reply.length });
  for (let at = HEADER_LENGTH; at < end; at++) {
    if (reply[at] !== packet.octets[at]) return "the reply has another question";
  }
  return end <= packet.length ? undefined : "the reply has more of a question than the query";
}

const RCODES: readonly number[] = [NOERROR, FORMERR, NXDOMAIN, NOTIMP, REFUSED, YXDOMAIN, NOTAUTH, 16, 23];

function checkMessage(packet: Packet, reply: Uint8Array, transport: "udp" | "tcp"): string | undefined {
  const message = decodeMessage(reply);
  if ("fault" in message) return `the reply cannot be read: ${message.fault}`;
  if (!RCODES.includes(message.rcode)) return `the reply has rcode ${message.rcode}`;
  return checkEdns(packet, message) ?? checkLength(packet, message, reply.length, transport);
}

/** OPT is answered with OPT, and nothing else is (RFC 6891 §6.1.1). */
function checkEdns(packet: Packet, reply: Message): string | undefined {
  if (reply.edns !== undefined) {
    return u16(packet.octets, 10) === 0 ? "the reply has OPT and the query has none" : undefined;
  }
  // Of a query that is broken, or of an unknown kind, the server need not read on.
  if (reply.rcode === FORMERR || reply.rcode === NOTIMP) return undefined;
  return optAt(packet) < 0 ? undefined : "the query has OPT and the reply has none";
}

const MAX_UDP = 1232;
const MIN_UDP = 512;

function checkLength(
  packet: Packet,
  reply: Message,
  length: number,
  transport: "udp" | "tcp",
): string | undefined {
  const allowed = transport === "tcp" ? 65535 : allowedOverUdp(packet, reply);
  return length <= allowed ? undefined : `the reply has ${length} octets; allowed are ${allowed}`;
}

/** Where nobody can tell what the client takes, the server may still have found an OPT record; then it says so. */
function allowedOverUdp(packet: Packet, reply: Message): number {
  const opt = optAt(packet);
  if (opt < 0) return reply.edns === undefined ? MIN_UDP : MAX_UDP;
  return Math.min(Math.max(u16(packet.octets, opt + 3), MIN_UDP), MAX_UDP);
}
